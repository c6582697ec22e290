#include "cel/source.h"

#include <algorithm>

namespace jg::cel {

std::uint32_t begin_of(const Ast& ast, ExprId id) {
  const Expr& expr = ast[id];
  std::uint32_t begin = expr.offset;
  if (expr.target != kNoExpr) begin = std::min(begin, begin_of(ast, expr.target));
  if (expr.kind != ExprKind::macro && !expr.args.empty())
    begin = std::min(begin, begin_of(ast, expr.args.front()));
  return begin;
}

std::string_view source_of(const Ast& ast, ExprId id, std::string_view text) {
  const std::uint32_t begin = begin_of(ast, id);
  return text.substr(begin, ast[id].end - begin);
}

}  // namespace jg::cel
