#include "cel/compare.h"

#include "cel/access.h"
#include "cel/ip.h"
#include "cel/walk.h"

namespace jg::cel {
namespace {

std::partial_ordering order_numbers(Value a, Value b) {
  if (a.is(Kind::real) || b.is(Kind::real)) {
    const auto widen = [](Value v) {
      if (v.is(Kind::real)) return v.as_double();
      return v.is(Kind::integer) ? static_cast<double>(v.as_int())
                                 : static_cast<double>(v.as_uint());
    };
    return widen(a) <=> widen(b);
  }
  if (a.is(Kind::integer) && b.is(Kind::integer)) return a.as_int() <=> b.as_int();
  if (a.is(Kind::integer) && a.as_int() < 0) return std::partial_ordering::less;
  if (b.is(Kind::integer) && b.as_int() < 0) return std::partial_ordering::greater;
  return a.as_uint() <=> b.as_uint();  // a signed number that is not negative has the same bits
}

Value equal_lists(Value a, Value b, Context& context) {
  Walk left(a, context);
  Walk right(b, context);
  if (left.size() != right.size()) return Value::boolean(false);
  while (left.next() && right.next()) {
    const Value same = equal(left.value(), right.value(), context);
    if (!same.is_true()) return same;
  }
  return context.is_exhausted() ? Context::exhausted() : Value::boolean(true);
}

Value equal_maps(Value a, Value b, Context& context) {
  Walk left(a, context);
  const Walk right(b, context);
  if (!left.is_ready() || !right.is_ready()) return cannot_list();
  if (left.size() != right.size()) return Value::boolean(false);
  while (left.next()) {
    const auto other = find_key(b, left.key(), context);
    if (!other) return Value::boolean(false);
    const Value same = equal(left.value(), *other, context);
    if (!same.is_true()) return same;
  }
  return context.is_exhausted() ? Context::exhausted() : Value::boolean(true);
}

Value equal_optionals(Value a, Value b, Context& context) {
  if (a.as_optional() == nullptr || b.as_optional() == nullptr) {
    return Value::boolean(a.as_optional() == b.as_optional());
  }
  return equal(*a.as_optional(), *b.as_optional(), context);
}

bool same_instant(Timestamp a, Timestamp b) { return a.seconds == b.seconds && a.nanos == b.nanos; }

}  // namespace

bool equal_scalars(Value a, Value b) {
  if (a.is_number() && b.is_number()) return order_numbers(a, b) == 0;
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case Kind::null: return true;
    case Kind::boolean: return a.as_bool() == b.as_bool();
    case Kind::string:
    case Kind::bytes:
    case Kind::type: return a.as_text() == b.as_text();
    case Kind::duration: return a.as_duration() == b.as_duration();
    case Kind::timestamp: return same_instant(a.as_timestamp(), b.as_timestamp());
    case Kind::ip: return a.as_ip() == b.as_ip();
    case Kind::cidr: return a.as_cidr() == b.as_cidr();
    case Kind::integer:
    case Kind::unsigned_integer:
    case Kind::real:
    case Kind::list:
    case Kind::map:
    case Kind::optional:
    case Kind::error: return false;
  }
  return false;
}

Value equal(Value a, Value b, Context& context) {
  if (a.is(Kind::string) && b.is(Kind::string)) return Value::boolean(a.as_text() == b.as_text());
  if (!context.spend(1)) return Context::exhausted();
  if (a.kind() == b.kind()) {
    if (a.is(Kind::list)) return equal_lists(a, b, context);
    if (a.is(Kind::map)) return equal_maps(a, b, context);
    if (a.is(Kind::optional)) return equal_optionals(a, b, context);
  }
  return Value::boolean(equal_scalars(a, b));
}

std::optional<std::partial_ordering> order(Value a, Value b) {
  if (a.is_number() && b.is_number()) return order_numbers(a, b);
  if (a.kind() != b.kind()) return std::nullopt;
  switch (a.kind()) {
    case Kind::boolean: return a.as_bool() <=> b.as_bool();
    case Kind::string:
    case Kind::bytes: return a.as_text() <=> b.as_text();
    case Kind::duration: return a.as_duration() <=> b.as_duration();
    case Kind::timestamp: {
      const Timestamp x = a.as_timestamp();
      const Timestamp y = b.as_timestamp();
      return x.seconds != y.seconds ? x.seconds <=> y.seconds : x.nanos <=> y.nanos;
    }
    default: return std::nullopt;
  }
}

}  // namespace jg::cel
