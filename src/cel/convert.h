// cel/convert.h - from one type to another, and values as text.
//
// Errors: overflow and invalid_argument as Values.
// Limits: what is written counts against the Context.
// Spec:   cel-spec, "List of Standard Definitions" (conversions).
#pragma once

#include <array>
#include <string>

#include "cel/context.h"
#include "cel/value.h"

namespace jg::cel {

Value to_int(Value v);
Value to_uint(Value v);
Value to_double(Value v);
Value to_bool(Value v);
Value to_string(Value v, Context& context);
Value to_bytes(Value v);
Value to_timestamp(Value v);
Value to_duration(Value v);

// As few digits as read back as the same double, with an exponent below 1e-6 and from 1e21 on; NaN,
// Infinity, -Infinity. The text may be in `room`.
using DoubleRoom = std::array<char, 32>;
std::string_view format_double(double d, DoubleRoom& room);
std::string format_double(double d);

}  // namespace jg::cel
