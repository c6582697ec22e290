// cel/parser.h - from tokens to the tree: hand-written, bounded, macros recognised on the way.
//
// Errors: the first Fault met.
// Limits: kDeepestNesting of brackets and conditionals; those of the lexer and the tree.
// Spec:   cel-spec, "Syntax" (grammar).
// Trust:  the text may be anything; recursion is bounded.
#pragma once

#include <cstdint>
#include <expected>
#include <string_view>

#include "base/arena.h"
#include "cel/ast.h"
#include "cel/context.h"
#include "cel/fault.h"

namespace jg::cel {

inline constexpr std::uint32_t kDeepestNesting = 64;

enum class Macros : std::uint8_t { expand, ignore };

struct ParseOptions {
  Macros macros = Macros::expand;
  Dialect dialect = Dialect::specification;
};

// Names of the tree look into `expression`; text literals go to `arena`.
std::expected<Ast, Fault> parse(std::string_view expression, const ParseOptions& options,
                                Arena& arena);

}  // namespace jg::cel
