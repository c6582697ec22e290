// cel/typed_value.h - values as JSON that keeps their types: {"int": "1"}, {"bytes": "AQ=="}.
//
// Errors: nullopt for JSON that is none of the forms.
// Limits: recursion is bounded by the JSON's depth; a value written is bounded by its context.
#pragma once

#include <optional>
#include <string>

#include "cel/context.h"
#include "cel/value.h"

namespace jg::cel {

// Text stays in the JSON document; lists, maps and bytes go to the context's arena.
std::optional<Value> read_typed(json::Value from, Context& context);

// An error is written as {"error": "cel.no_such_key: no such key"}.
void append_typed(std::string& out, Value v, Context& context);

}  // namespace jg::cel
