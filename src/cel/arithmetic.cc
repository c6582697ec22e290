#include "cel/arithmetic.h"

#include <cstring>
#include <limits>

#include "cel/time.h"
#include "cel/walk.h"

namespace jg::cel {
namespace {

Value out_of_range() { return overflow("the result does not fit its type"); }
Value by_zero() { return Value::error(ErrorCode::divide_by_zero, "division by zero"); }

Value compute_ints(Operator op, std::int64_t a, std::int64_t b) {
  std::int64_t r = 0;
  bool failed = false;
  switch (op) {
    case Operator::add: failed = __builtin_add_overflow(a, b, &r); break;
    case Operator::subtract: failed = __builtin_sub_overflow(a, b, &r); break;
    case Operator::multiply: failed = __builtin_mul_overflow(a, b, &r); break;
    case Operator::divide:
    case Operator::modulo:
      if (b == 0) return by_zero();
      failed = a == std::numeric_limits<std::int64_t>::min() && b == -1;
      if (!failed) r = op == Operator::divide ? a / b : a % b;
      break;
    default: return no_overload();
  }
  return failed ? out_of_range() : Value::integer(r);
}

Value compute_uints(Operator op, std::uint64_t a, std::uint64_t b) {
  std::uint64_t r = 0;
  bool failed = false;
  switch (op) {
    case Operator::add: failed = __builtin_add_overflow(a, b, &r); break;
    case Operator::subtract: failed = __builtin_sub_overflow(a, b, &r); break;
    case Operator::multiply: failed = __builtin_mul_overflow(a, b, &r); break;
    case Operator::divide:
    case Operator::modulo:
      if (b == 0) return by_zero();
      r = op == Operator::divide ? a / b : a % b;
      break;
    default: return no_overload();
  }
  return failed ? out_of_range() : Value::unsigned_integer(r);
}

Value compute_reals(Operator op, double a, double b) {
  switch (op) {
    case Operator::add: return Value::real(a + b);
    case Operator::subtract: return Value::real(a - b);
    case Operator::multiply: return Value::real(a * b);
    case Operator::divide: return Value::real(a / b);  // IEEE 754: an infinity or NaN
    default: return no_overload();
  }
}

Value compute_times(Operator op, Value a, Value b) {
  const bool adds = op == Operator::add;
  const bool subtracts = op == Operator::subtract;
  if (!adds && !subtracts) return no_overload();
  if (a.is(Kind::duration) && b.is(Kind::duration)) {
    const Value sum = compute_ints(op, a.as_duration(), b.as_duration());
    return sum.is_error() ? sum : Value::duration(sum.as_int());
  }
  std::optional<Timestamp> moved;
  if (a.is(Kind::timestamp) && b.is(Kind::duration)) {
    moved = time::shift(a.as_timestamp(), b.as_duration(),
                        adds ? time::Towards::later : time::Towards::earlier);
  } else if (adds && a.is(Kind::duration) && b.is(Kind::timestamp)) {
    moved = time::shift(b.as_timestamp(), a.as_duration(), time::Towards::later);
  } else if (subtracts && a.is(Kind::timestamp) && b.is(Kind::timestamp)) {
    const auto between = time::difference(a.as_timestamp(), b.as_timestamp());
    return between ? Value::duration(*between) : overflow("the duration is out of range");
  } else {
    return no_overload();
  }
  return moved ? Value::timestamp(*moved) : overflow("the timestamp is out of range");
}

bool is_time(Value v) { return v.is(Kind::duration) || v.is(Kind::timestamp); }

Value join_text(Value a, Value b, Context& context) {
  const std::string_view x = a.as_text();
  const std::string_view y = b.as_text();
  char* to = context.make_text(x.size() + y.size());
  if (to == nullptr || !context.spend_text(x.size() + y.size())) return Context::exhausted();
  if (!x.empty()) std::memcpy(to, x.data(), x.size());
  if (!y.empty()) std::memcpy(to + x.size(), y.data(), y.size());
  const std::string_view joined(to, x.size() + y.size());
  return a.is(Kind::bytes) ? Value::bytes(joined) : Value::string(joined);
}

}  // namespace

Value negate(Value v) {
  if (v.is(Kind::integer)) return compute_ints(Operator::subtract, 0, v.as_int());
  if (v.is(Kind::real)) return Value::real(-v.as_double());
  if (v.is(Kind::duration)) {
    const Value negated = compute_ints(Operator::subtract, 0, v.as_duration());
    return negated.is_error() ? negated : Value::duration(negated.as_int());
  }
  return no_overload();
}

Value concatenate(Value a, Value b, Context& context) {
  Walk left(a, context);
  Walk right(b, context);
  const std::size_t size = left.size() + right.size();
  Value* items = context.make_values(size);
  if (items == nullptr) return Context::exhausted();
  std::size_t at = 0;
  for (; left.next(); ++at) items[at] = left.value();
  for (; right.next(); ++at) items[at] = right.value();
  return at == size ? Value::list({items, size}) : Context::exhausted();
}

Value compute(Operator op, Value a, Value b, Context& context) {
  if (a.is(Kind::integer) && b.is(Kind::integer)) return compute_ints(op, a.as_int(), b.as_int());
  if (a.is(Kind::real) && b.is(Kind::real)) return compute_reals(op, a.as_double(), b.as_double());
  if (a.is(Kind::unsigned_integer) && b.is(Kind::unsigned_integer)) {
    return compute_uints(op, a.as_uint(), b.as_uint());
  }
  if (is_time(a) && is_time(b)) return compute_times(op, a, b);
  if (op != Operator::add || a.kind() != b.kind()) return no_overload();
  if (a.is(Kind::string) || a.is(Kind::bytes)) return join_text(a, b, context);
  if (a.is(Kind::list)) return concatenate(a, b, context);
  return no_overload();
}

}  // namespace jg::cel
