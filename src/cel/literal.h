// cel/literal.h - what the literals of an expression stand for.
//
// Errors: Fault for an escape or a number that does not exist or does not fit.
// Spec:   cel-spec, "String and Bytes Values", "Numeric Values".
#pragma once

#include <expected>
#include <string_view>

#include "base/arena.h"
#include "cel/fault.h"
#include "cel/lexer.h"
#include "cel/value.h"

namespace jg::cel {

enum class Sign : bool { positive, negative };

// `token` is a number, string or bytes token of `expression`; text goes to the arena. A negative
// sign belongs to the number, so that the smallest int can be written.
std::expected<Value, Fault> read_literal(std::string_view expression, const Token& token, Sign sign,
                                         Arena& arena);

}  // namespace jg::cel
