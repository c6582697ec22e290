#include <array>

#include "cel/convert.h"
#include "cel/functions/groups.h"

namespace jg::cel::functions {
namespace {

Value identity(const Call& call) { return call.args[0]; }
Value type_of(const Call& call) { return Value::type(type_name(call.args[0].kind())); }
Value int_of(const Call& call) { return to_int(call.args[0]); }
Value uint_of(const Call& call) { return to_uint(call.args[0]); }
Value double_of(const Call& call) { return to_double(call.args[0]); }
Value bool_of(const Call& call) { return to_bool(call.args[0]); }
Value string_of(const Call& call) { return to_string(call.args[0], call.context); }
Value bytes_of(const Call& call) { return to_bytes(call.args[0]); }
Value timestamp_of(const Call& call) { return to_timestamp(call.args[0]); }
Value duration_of(const Call& call) { return to_duration(call.args[0]); }

constexpr auto kTable = std::to_array<Function>({
    {.name = "dyn",
     .signature = "any -> any",
     .says = "The value itself: no type is known of it before it is evaluated",
     .body = identity},
    {.name = "type",
     .signature = "any -> type",
     .says = "The type of the value, as `type(x) == int`",
     .body = type_of},
    {.name = "int",
     .signature = "int|uint|double|string|timestamp -> int",
     .says = "A number without its fraction, the number a text spells, or the seconds since 1970",
     .body = int_of},
    {.name = "uint",
     .signature = "int|uint|double|string -> uint",
     .says = "The same without a sign; less than zero is an error",
     .body = uint_of},
    {.name = "double",
     .signature = "number|string -> double",
     .says = "The nearest double",
     .body = double_of},
    {.name = "bool",
     .signature = "bool|string -> bool",
     .says = "Of `true`, `false`, `t`, `f`, `1`, `0` and the like",
     .body = bool_of},
    {.name = "string",
     .signature = "any -> string",
     .says = "As text; bytes must be UTF-8. Lists and maps have none: toJson() writes them",
     .body = string_of},
    {.name = "bytes",
     .signature = "bytes|string -> bytes",
     .says = "The UTF-8 of a text",
     .body = bytes_of},
    {.name = "timestamp",
     .signature = "timestamp|int|string -> timestamp",
     .says = "Of RFC 3339 text, or of seconds since 1970; years 1 to 9999",
     .body = timestamp_of},
    {.name = "duration",
     .signature = "duration|string -> duration",
     .says = "Of text such as `1h30m`, `1.5s`, `10ms`",
     .body = duration_of},
});

}  // namespace

Group conversions() { return {"Types", kTable}; }

}  // namespace jg::cel::functions
