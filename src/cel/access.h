// cel/access.h - members and elements: a.b, a[b], a.?b, has(a.b), `in`.
//
// Errors: no_such_key, index_out_of_range, no_such_overload as Values.
// Spec:   cel-spec, "Field Selection", "Lists", "Maps"; the optionals extension.
#pragma once

#include <optional>
#include <string_view>

#include "cel/context.h"
#include "cel/value.h"

namespace jg::cel {

// `map` is a map. Numeric keys of different types are the same key when they are equal.
std::optional<Value> find_member(Value map, std::string_view name, Context& context);
std::optional<Value> find_key(Value map, Value key, Context& context);

Value select(Value target, std::string_view name, Context& context);
Value select_optional(Value target, std::string_view name, Context& context);
Value has(Value target, std::string_view name, Context& context);
Value index(Value target, Value key, Context& context);
Value index_optional(Value target, Value key, Context& context);
// Of a list, of a map's keys; in the gateway's dialect also of text in text.
Value contains(Value container, Value sought, Context& context);

}  // namespace jg::cel
