// exchange/value_text.h - what an expression gave, as the text of a header or a body.
//
// Owner:  text looks into the exchange, its arena or the program.
// Errors: absent: an error, or a value with no text of its own (toJson() makes one).
#pragma once

#include <optional>
#include <string_view>

#include "base/arena.h"
#include "cel/value.h"

namespace jg::exchange {

std::optional<std::string_view> text_of(cel::Value value, Arena& arena);

}  // namespace jg::exchange
