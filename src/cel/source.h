// cel/source.h - the text that a part of a tree was made of.
//
// Limits: recursion is bounded by the height of the tree (ast.h).
#pragma once

#include <cstdint>
#include <string_view>

#include "cel/ast.h"

namespace jg::cel {

// Where it begins: a node's own place may be its operator or its name.
std::uint32_t begin_of(const Ast& ast, ExprId id);

std::string_view source_of(const Ast& ast, ExprId id, std::string_view text);

}  // namespace jg::cel
