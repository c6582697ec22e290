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

constexpr std::array kTable = {
    Function{.name = "dyn", .body = identity},
    Function{.name = "type", .body = type_of},
    Function{.name = "int", .body = int_of},
    Function{.name = "uint", .body = uint_of},
    Function{.name = "double", .body = double_of},
    Function{.name = "bool", .body = bool_of},
    Function{.name = "string", .body = string_of},
    Function{.name = "bytes", .body = bytes_of},
    Function{.name = "timestamp", .body = timestamp_of},
    Function{.name = "duration", .body = duration_of},
};

}  // namespace

Group conversions() { return kTable; }

}  // namespace jg::cel::functions
