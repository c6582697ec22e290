#include "cel/convert.h"

#include <charconv>
#include <cmath>
#include <limits>

#include "cel/ip.h"
#include "cel/time.h"
#include "cel/utf8.h"

namespace jg::cel {
namespace {

constexpr double kTwoTo63 = 9223372036854775808.0;
constexpr double kTwoTo64 = 18446744073709551616.0;

Value out_of_range() { return overflow("the number is out of range for this type"); }

template <class Number>
bool read_number(std::string_view text, Number& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size();
}

Value parse_double(std::string_view text) {
  double d = 0;
  const std::string_view unsigned_text = text.starts_with('-') ? text.substr(1) : text;
  if (unsigned_text == "Infinity" || unsigned_text == "Inf" || unsigned_text == "inf") {
    d = std::numeric_limits<double>::infinity();
    return Value::real(text.starts_with('-') ? -d : d);
  }
  if (text == "NaN") return Value::real(std::numeric_limits<double>::quiet_NaN());
  return read_number(text, d) ? Value::real(d) : invalid("this text is not a double");
}

}  // namespace

Value to_int(Value v) {
  switch (v.kind()) {
    case Kind::integer: return v;
    case Kind::unsigned_integer:
      return v.as_uint() > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())
                 ? out_of_range()
                 : Value::integer(v.as_int());
    case Kind::real: {
      const double d = v.as_double();
      if (!(d > -kTwoTo63 && d < kTwoTo63)) return out_of_range();
      return Value::integer(static_cast<std::int64_t>(d));
    }
    case Kind::string: {
      std::int64_t n = 0;
      return read_number(v.as_text(), n) ? Value::integer(n) : invalid("this text is not an int");
    }
    case Kind::timestamp: return Value::integer(v.as_timestamp().seconds);
    default: return no_overload();
  }
}

Value to_uint(Value v) {
  switch (v.kind()) {
    case Kind::unsigned_integer: return v;
    case Kind::integer:
      return v.as_int() < 0 ? out_of_range() : Value::unsigned_integer(v.as_uint());
    case Kind::real: {
      const double d = v.as_double();
      if (!(d > -1 && d < kTwoTo64)) return out_of_range();
      return Value::unsigned_integer(static_cast<std::uint64_t>(std::trunc(d)));
    }
    case Kind::string: {
      std::uint64_t n = 0;
      return read_number(v.as_text(), n) ? Value::unsigned_integer(n)
                                         : invalid("this text is not a uint");
    }
    default: return no_overload();
  }
}

Value to_double(Value v) {
  switch (v.kind()) {
    case Kind::real: return v;
    case Kind::integer: return Value::real(static_cast<double>(v.as_int()));
    case Kind::unsigned_integer: return Value::real(static_cast<double>(v.as_uint()));
    case Kind::string: return parse_double(v.as_text());
    default: return no_overload();
  }
}

Value to_bool(Value v) {
  if (v.is(Kind::boolean)) return v;
  if (!v.is(Kind::string)) return no_overload();
  const std::string_view t = v.as_text();
  if (t == "true" || t == "True" || t == "TRUE" || t == "t" || t == "1")
    return Value::boolean(true);
  if (t == "false" || t == "False" || t == "FALSE" || t == "f" || t == "0")
    return Value::boolean(false);
  return invalid("this text is not a bool");
}

std::string_view format_double(double d, DoubleRoom& room) {
  if (std::isnan(d)) return "NaN";
  if (std::isinf(d)) return d < 0 ? "-Infinity" : "Infinity";
  constexpr double kLeastPlain = 1e-6;
  constexpr double kBeyondPlain = 1e21;
  const double size = std::abs(d);
  const bool is_plain = size == 0 || (size >= kLeastPlain && size < kBeyondPlain);
  const auto form = is_plain ? std::chars_format::fixed : std::chars_format::scientific;
  const auto end = std::to_chars(room.data(), room.data() + room.size(), d, form).ptr;
  return {room.data(), end};
}

std::string format_double(double d) {
  DoubleRoom room;
  return std::string(format_double(d, room));
}

Value to_string(Value v, Context& context) {
  switch (v.kind()) {
    case Kind::string: return v;
    case Kind::boolean: return Value::string(v.as_bool() ? "true" : "false");
    case Kind::integer: return context.copy_string(std::to_string(v.as_int()));
    case Kind::unsigned_integer: return context.copy_string(std::to_string(v.as_uint()));
    case Kind::real: return context.copy_string(format_double(v.as_double()));
    case Kind::bytes:
      if (!context.spend_text(v.as_text().size())) return Context::exhausted();
      return utf8::is_valid(v.as_text()) ? Value::string(v.as_text())
                                         : invalid("these bytes are not UTF-8");
    case Kind::timestamp: return context.copy_string(time::format_timestamp(v.as_timestamp()));
    case Kind::duration: return context.copy_string(time::format_duration(v.as_duration()));
    case Kind::type: return Value::string(v.as_text());
    case Kind::ip: return context.copy_string(to_string(v.as_ip()));
    case Kind::cidr: return context.copy_string(to_string(v.as_cidr()));
    case Kind::null:
    case Kind::list:
    case Kind::map:
    case Kind::optional:
    case Kind::error: return no_overload();
  }
  return no_overload();
}

Value to_bytes(Value v) {
  if (v.is(Kind::bytes)) return v;
  return v.is(Kind::string) ? Value::bytes(v.as_text()) : no_overload();
}

Value to_timestamp(Value v) {
  if (v.is(Kind::timestamp)) return v;
  std::optional<Timestamp> t;
  if (v.is(Kind::integer))
    t = Timestamp{v.as_int(), 0};
  else if (v.is(Kind::string))
    t = time::parse_timestamp(v.as_text());
  else
    return no_overload();
  if (!t) return invalid("this text is not a timestamp (RFC 3339) of years 1 to 9999");
  return time::is_in_range(*t) ? Value::timestamp(*t) : overflow("the timestamp is out of range");
}

Value to_duration(Value v) {
  if (v.is(Kind::duration)) return v;
  if (!v.is(Kind::string)) return no_overload();
  const auto nanos = time::parse_duration(v.as_text());
  return nanos ? Value::duration(*nanos)
               : invalid("this text is not a duration such as \"1h30m\", or is out of range");
}

}  // namespace jg::cel
