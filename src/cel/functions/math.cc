#include <array>
#include <cmath>
#include <limits>

#include "cel/compare.h"
#include "cel/functions/groups.h"
#include "cel/walk.h"

namespace jg::cel::functions {
namespace {

enum class Extreme : bool { least, greatest };

// Of all arguments, or of the items of the one list.
Value extreme(const Call& call, Extreme which) {
  const bool of_list = call.args.size() == 1 && call.args[0].is(Kind::list);
  const Value range = of_list ? call.args[0] : Value::list(call.args);
  Walk walk(range, call.context);
  if (walk.size() == 0) return invalid("there is no greatest or least of nothing");
  Value best;
  for (bool first = true; walk.next(); first = false) {
    const Value v = walk.value();
    if (!v.is_number()) return no_overload();
    if (first) best = v;
    const auto ordered = order(v, best);
    if (which == Extreme::least ? *ordered < 0 : *ordered > 0) best = v;
  }
  return best;
}

Value greatest(const Call& call) { return extreme(call, Extreme::greatest); }
Value least(const Call& call) { return extreme(call, Extreme::least); }

template <double (*F)(double)>
Value real_to_real(const Call& call) {
  return call.args[0].is(Kind::real) ? Value::real(F(call.args[0].as_double())) : no_overload();
}

template <bool (*F)(double)>
Value real_to_bool(const Call& call) {
  return call.args[0].is(Kind::real) ? Value::boolean(F(call.args[0].as_double())) : no_overload();
}

double ceil_of(double d) { return std::ceil(d); }
double floor_of(double d) { return std::floor(d); }
double round_of(double d) { return std::round(d); }  // halves away from zero
double trunc_of(double d) { return std::trunc(d); }
bool is_infinite(double d) { return std::isinf(d); }
bool is_nan(double d) { return std::isnan(d); }
bool is_finite(double d) { return std::isfinite(d); }

Value absolute(const Call& call) {
  const Value v = call.args[0];
  if (v.is(Kind::unsigned_integer)) return v;
  if (v.is(Kind::real)) return Value::real(std::abs(v.as_double()));
  if (!v.is(Kind::integer)) return no_overload();
  if (v.as_int() == std::numeric_limits<std::int64_t>::min())
    return overflow("the result does not fit an int");
  return Value::integer(std::abs(v.as_int()));
}

Value sign(const Call& call) {
  const Value v = call.args[0];
  if (v.is(Kind::unsigned_integer)) return Value::unsigned_integer(v.as_uint() == 0 ? 0 : 1);
  if (v.is(Kind::integer)) return Value::integer((v.as_int() > 0) - (v.as_int() < 0));
  if (!v.is(Kind::real)) return no_overload();
  const double d = v.as_double();
  return Value::real(std::isnan(d) || d == 0 ? d : std::copysign(1.0, d));
}

Value square_root(const Call& call) {
  const Value v = call.args[0];
  if (v.is(Kind::integer)) return Value::real(std::sqrt(static_cast<double>(v.as_int())));
  if (v.is(Kind::unsigned_integer)) return Value::real(std::sqrt(static_cast<double>(v.as_uint())));
  return v.is(Kind::real) ? Value::real(std::sqrt(v.as_double())) : no_overload();
}

// Signed and unsigned numbers share their bits; the result has the type of the first.
Value with_bits(Value like, std::uint64_t bits) {
  return like.is(Kind::integer) ? Value::integer(static_cast<std::int64_t>(bits))
                                : Value::unsigned_integer(bits);
}

bool is_whole(Value v) { return v.is(Kind::integer) || v.is(Kind::unsigned_integer); }

template <std::uint64_t (*F)(std::uint64_t, std::uint64_t)>
Value combine_bits(const Call& call) {
  const Value a = call.args[0];
  const Value b = call.args[1];
  if (!is_whole(a) || a.kind() != b.kind()) return no_overload();
  return with_bits(a, F(a.as_uint(), b.as_uint()));
}

std::uint64_t bits_and(std::uint64_t a, std::uint64_t b) { return a & b; }
std::uint64_t bits_or(std::uint64_t a, std::uint64_t b) { return a | b; }
std::uint64_t bits_xor(std::uint64_t a, std::uint64_t b) { return a ^ b; }
std::uint64_t shift_left(std::uint64_t a, std::uint64_t by) { return by > 63 ? 0 : a << by; }
std::uint64_t shift_right(std::uint64_t a, std::uint64_t by) { return by > 63 ? 0 : a >> by; }

Value invert_bits(const Call& call) {
  return is_whole(call.args[0]) ? with_bits(call.args[0], ~call.args[0].as_uint()) : no_overload();
}

template <std::uint64_t (*F)(std::uint64_t, std::uint64_t)>
Value shift(const Call& call) {
  const Value by = call.args[1];
  if (!is_whole(call.args[0]) || !by.is(Kind::integer)) return no_overload();
  if (by.as_int() < 0) return invalid("a shift by a negative number");
  return with_bits(call.args[0], F(call.args[0].as_uint(), by.as_uint()));
}

constexpr std::array kTable = {
    Function{.name = "math.greatest", .most = kAnyNumber, .body = greatest},
    Function{.name = "math.least", .most = kAnyNumber, .body = least},
    Function{.name = "max", .most = kAnyNumber, .body = greatest, .dialect = Dialect::gateway},
    Function{.name = "min", .most = kAnyNumber, .body = least, .dialect = Dialect::gateway},
    Function{.name = "math.ceil", .body = real_to_real<ceil_of>},
    Function{.name = "math.floor", .body = real_to_real<floor_of>},
    Function{.name = "math.round", .body = real_to_real<round_of>},
    Function{.name = "math.trunc", .body = real_to_real<trunc_of>},
    Function{.name = "math.isInf", .body = real_to_bool<is_infinite>},
    Function{.name = "math.isNaN", .body = real_to_bool<is_nan>},
    Function{.name = "math.isFinite", .body = real_to_bool<is_finite>},
    Function{.name = "math.abs", .body = absolute},
    Function{.name = "math.sign", .body = sign},
    Function{.name = "math.sqrt", .body = square_root},
    Function{.name = "math.bitAnd", .least = 2, .most = 2, .body = combine_bits<bits_and>},
    Function{.name = "math.bitOr", .least = 2, .most = 2, .body = combine_bits<bits_or>},
    Function{.name = "math.bitXor", .least = 2, .most = 2, .body = combine_bits<bits_xor>},
    Function{.name = "math.bitNot", .body = invert_bits},
    Function{.name = "math.bitShiftLeft", .least = 2, .most = 2, .body = shift<shift_left>},
    Function{.name = "math.bitShiftRight", .least = 2, .most = 2, .body = shift<shift_right>},
};

}  // namespace

Group math() { return kTable; }

}  // namespace jg::cel::functions
