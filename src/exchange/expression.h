// exchange/expression.h - a CEL expression in the configuration: compiled at load, its faults told
// where they stand.
//
// Owner:  shared by all that evaluate it; the configuration's text is not needed any more.
// Thread: immutable.
// Errors: told to a Faults at line and column of the piece at fault, also inside a block of several
//         lines.
// Trust:  text that came from a variable is not shown.
#pragma once

#include <memory>

#include "cel/environment.h"
#include "cel/program.h"
#include "config/type.h"

namespace jg::exchange {

using Expression = std::shared_ptr<const cel::Program>;

// Null after a fault was told. Warns of roots that are always absent.
Expression compile_rule(const config::Node& scalar, const cel::Environment& environment,
                        config::Faults& faults);

// An expression over a request (request_environment).
config::Type<Expression> expression_type();

}  // namespace jg::exchange
