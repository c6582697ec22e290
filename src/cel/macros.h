// cel/macros.h - which calls are macros: forms that bind names, or see what is not yet evaluated.
//
// To add one: 1. a Macro in ast.h and an Op in plan.h; 2. a row in macros.cc; 3. its Op in
//             planner_calls.cc; 4. its evaluation in eval_macros.cc; 5. its cases in
//             functions/cases/macros.txt; 6. the reference made anew.
// Spec: cel-spec, "Macros"; the two-variable, bindings and optional extensions; the gateway's
//       default, coalesce, with, mapValues and filterKeys.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <string_view>

#include "cel/ast.h"
#include "cel/context.h"
#include "cel/fault.h"

namespace jg::cel {

// Turns `call` (of ExprKind::call) into a macro if it has the form of one; leaves it alone if not.
std::expected<void, Fault> expand_macro(Expr& call, const Ast& ast, Dialect dialect);

// How a macro is written; some names have several forms.
struct MacroForm {
  static constexpr std::size_t kAny = 0xff;

  enum class Place : std::uint8_t { global, method, cel_namespace };
  std::string_view name;
  Place place = Place::method;
  std::size_t arguments = 0;  // without the receiver
  std::size_t variables = 0;
  Macro macro = Macro::none;
  std::string_view written;                  // in the reference
  std::string_view says;                     // one line of it
  Dialect dialect = Dialect::specification;  // gateway: known there only
};

std::span<const MacroForm> macro_forms();

}  // namespace jg::cel
