// exchange/expression.h - a CEL expression in the configuration: compiled and checked at load, what
// is wrong with it told where it stands.
//
// Owner:  shared by all that evaluate it; the configuration's text is not needed any more.
// Thread: immutable.
// Errors: told to a Faults at line and column of the piece at fault, also inside a block of several
//         lines, with that line and a caret.
// Trust:  text that came from a variable is not shown.
#pragma once

#include <memory>

#include "cel/environment.h"
#include "cel/program.h"
#include "config/type.h"
#include "exchange/variables.h"

namespace jg::exchange {

using Expression = std::shared_ptr<const cel::Program>;

// What an expression's value decides: a value that is always the same is worth a word, and of a
// deny rule that never is true more than that.
enum class Purpose : std::uint8_t { value, condition, allow, deny, require };

// Whether the bodies are at hand (Policy::bodies), so that they may be read.
enum class Bodies : std::uint8_t { refused, read };

struct Use {
  Phase phase = Phase::request;
  Purpose purpose = Purpose::value;
  Bodies bodies = Bodies::refused;
};

// Null after a fault was told.
Expression compile_expression(const config::Node& scalar, const cel::Environment& environment,
                              Use use, config::Faults& faults);

config::Type<Expression> expression_type(Use use = {});

// Whether it looks at the body of `message`, the request or the response.
bool reads_body(const Expression& expression, Root message);

}  // namespace jg::exchange
