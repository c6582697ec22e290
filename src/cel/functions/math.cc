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

constexpr auto kTable = std::to_array<Function>({
    {.name = "math.greatest",
     .signature = "number|list... -> number",
     .says = "The greatest of the numbers, or of one list",
     .body = greatest},
    {.name = "math.least",
     .signature = "number|list... -> number",
     .says = "The least of the numbers, or of one list",
     .body = least},
    {.name = "max",
     .signature = "number|list... -> number",
     .says = "As math.greatest()",
     .body = greatest,
     .dialect = Dialect::gateway},
    {.name = "min",
     .signature = "number|list... -> number",
     .says = "As math.least()",
     .body = least,
     .dialect = Dialect::gateway},
    {.name = "math.ceil",
     .signature = "double -> double",
     .says = "Up to a whole number",
     .body = real_to_real<ceil_of>},
    {.name = "math.floor",
     .signature = "double -> double",
     .says = "Down to a whole number",
     .body = real_to_real<floor_of>},
    {.name = "math.round",
     .signature = "double -> double",
     .says = "To the nearest whole number, halves away from zero",
     .body = real_to_real<round_of>},
    {.name = "math.trunc",
     .signature = "double -> double",
     .says = "Without its fraction",
     .body = real_to_real<trunc_of>},
    {.name = "math.isInf",
     .signature = "double -> bool",
     .says = "Whether it is infinite",
     .body = real_to_bool<is_infinite>},
    {.name = "math.isNaN",
     .signature = "double -> bool",
     .says = "Whether it is not a number",
     .body = real_to_bool<is_nan>},
    {.name = "math.isFinite",
     .signature = "double -> bool",
     .says = "Whether it is neither",
     .body = real_to_bool<is_finite>},
    {.name = "math.abs",
     .signature = "number -> number",
     .says = "Without its sign",
     .body = absolute},
    {.name = "math.sign", .signature = "number -> number", .says = "-1, 0 or 1", .body = sign},
    {.name = "math.sqrt",
     .signature = "number -> double",
     .says = "The square root; NaN of less than zero",
     .body = square_root},
    {.name = "math.bitAnd",
     .signature = "int|uint, int|uint -> int|uint",
     .says = "The bits that both have; both of one type",
     .body = combine_bits<bits_and>},
    {.name = "math.bitOr",
     .signature = "int|uint, int|uint -> int|uint",
     .says = "The bits that either has",
     .body = combine_bits<bits_or>},
    {.name = "math.bitXor",
     .signature = "int|uint, int|uint -> int|uint",
     .says = "The bits that one has and the other has not",
     .body = combine_bits<bits_xor>},
    {.name = "math.bitNot",
     .signature = "int|uint -> int|uint",
     .says = "All bits turned",
     .body = invert_bits},
    {.name = "math.bitShiftLeft",
     .signature = "int|uint, int -> int|uint",
     .says = "The bits moved up; 0 beyond 63",
     .body = shift<shift_left>},
    {.name = "math.bitShiftRight",
     .signature = "int|uint, int -> int|uint",
     .says = "The bits moved down, zeros coming in; 0 beyond 63",
     .body = shift<shift_right>},
});

}  // namespace

Group math() { return {"Numbers", kTable}; }

}  // namespace jg::cel::functions
