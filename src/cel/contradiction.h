// cel/contradiction.h - parts of && and || that decide each other: x == "a" && x == "b".
//
// Spec: only comparisons of one path with constants are looked at; whatever else an operand asks
//       may be so.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "cel/ast.h"

namespace jg::cel {

// Of the operands of && the first that cannot be true together with one before it; of || the first
// that is true whenever one before it is not.
std::optional<ExprId> find_contradiction(const Ast& ast, std::string_view text,
                                         std::span<const ExprId> operands, Operator op);

}  // namespace jg::cel
