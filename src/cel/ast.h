// cel/ast.h - an expression as a tree: what was written, macros recognised, names not yet resolved.
//
// Owner:  compile(); names are views of the expression, literals lie in the program's arena.
// Limits: kMostNodes, kGreatestHeight: whoever walks the tree may recurse.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include "cel/value.h"

namespace jg::cel {

inline constexpr std::size_t kMostNodes = 16 * 1024;
inline constexpr std::uint32_t kGreatestHeight = 200;

using ExprId = std::uint32_t;
inline constexpr ExprId kNoExpr = std::numeric_limits<ExprId>::max();

enum class ExprKind : std::uint8_t {
  literal,
  name,
  select,
  index,
  call,
  list,
  map,
  unary,
  binary,
  conditional,
  logical,
  macro
};

enum class Operator : std::uint8_t {
  none,
  add,
  subtract,
  multiply,
  divide,
  modulo,
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  in,
  negate,
  negate_logically,
  both,
  either
};

enum class Macro : std::uint8_t {
  none,
  has,
  all,
  exists,
  exists_one,
  map,
  filter,
  transform_map,
  transform_map_entry,
  filter_keys,
  bind,
  opt_map,
  opt_flat_map,
  optional_or,
  optional_or_value,
  fallback,
  coalesce
};

struct Expr {
  ExprKind kind = ExprKind::literal;
  Operator op = Operator::none;
  Macro macro = Macro::none;
  bool optional = false;     // .?name, [?index]
  bool absolute = false;     // .name: from the outermost scope
  std::uint32_t begin = 0;   // what was written is [begin, end) of the expression
  std::uint32_t offset = 0;  // the place that a message points at: of `a + b` the plus
  std::uint32_t end = 0;
  std::uint32_t height = 1;
  std::string_view name;                 // of a name, member or function
  std::array<std::string_view, 2> vars;  // a macro's variables; the second may be empty
  Value literal;
  ExprId target = kNoExpr;          // what is selected from, indexed, called upon or ranged over
  std::vector<ExprId> args;         // operands; a map's keys and values in turn; a macro's bodies
  std::vector<bool> optional_args;  // list items or map entries written with ?
};

struct Ast {
  std::vector<Expr> nodes;
  ExprId root = kNoExpr;
  const Expr& operator[](ExprId id) const { return nodes[id]; }
};

}  // namespace jg::cel
