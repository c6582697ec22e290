// cel/macros.h - which calls are macros: forms that bind names, or see what is not yet evaluated.
//
// To add one: 1. a Macro in ast.h and an Op in plan.h; 2. a row in macros.cc; 3. its Op in
//             planner_calls.cc; 4. its evaluation in eval_macros.cc; 5. its test.
// Spec: cel-spec, "Macros"; the two-variable, bindings and optional extensions; the gateway's
//       default, coalesce, with, mapValues and filterKeys.
#pragma once

#include <expected>
#include <span>
#include <string_view>

#include "cel/ast.h"
#include "cel/context.h"
#include "cel/fault.h"

namespace jg::cel {

// Turns `call` (of ExprKind::call) into a macro if it has the form of one; leaves it alone if not.
std::expected<void, Fault> expand_macro(Expr& call, const Ast& ast, Dialect dialect);

// Their names, to suggest from.
std::span<const std::string_view> macro_names();

}  // namespace jg::cel
