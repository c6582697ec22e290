// cel/to_json.h - a value as JSON: bytes in base64; times, addresses and types as their text.
//
// Limits: what is written counts against the context.
#pragma once

#include <optional>
#include <string>

#include "cel/context.h"
#include "cel/value.h"

namespace jg::cel {

// An error, or null when all went well.
Value append_json(std::string& out, Value v, Context& context);
// Of a value that was computed, with a budget of its own; nothing where that does not do or JSON
// cannot say it.
std::optional<std::string> to_json(Value v, Dialect dialect);

}  // namespace jg::cel
