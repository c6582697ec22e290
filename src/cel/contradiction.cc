#include "cel/contradiction.h"

#include <algorithm>
#include <vector>

#include "cel/compare.h"
#include "cel/source.h"

namespace jg::cel {
namespace {

// What an operand asks: whether a path is one of some constants, or none of them.
struct Question {
  std::string_view path;
  std::vector<Value> constants;
  bool is_one_of = true;
};

bool is_path(const Ast& ast, ExprId id) {
  const Expr& expr = ast[id];
  if (expr.kind == ExprKind::name) return true;
  if (expr.kind == ExprKind::select) return is_path(ast, expr.target);
  return expr.kind == ExprKind::index && ast[expr.args[0]].kind == ExprKind::literal &&
         is_path(ast, expr.target);
}

bool is_constant(const Ast& ast, ExprId id) { return ast[id].kind == ExprKind::literal; }

std::optional<Question> question_of(const Ast& ast, std::string_view text, ExprId id) {
  const Expr& expr = ast[id];
  if (expr.kind != ExprKind::binary) return std::nullopt;
  ExprId path = expr.args[0];
  ExprId other = expr.args[1];
  Question out;
  if (expr.op == Operator::equal || expr.op == Operator::not_equal) {
    if (is_constant(ast, path)) std::swap(path, other);
    if (!is_constant(ast, other)) return std::nullopt;
    out.constants.push_back(ast[other].literal);
    out.is_one_of = expr.op == Operator::equal;
  } else if (expr.op == Operator::in && ast[other].kind == ExprKind::list) {
    for (const ExprId item : ast[other].args) {
      if (!is_constant(ast, item)) return std::nullopt;
      out.constants.push_back(ast[item].literal);
    }
  } else {
    return std::nullopt;
  }
  if (!is_path(ast, path)) return std::nullopt;
  out.path = source_of(ast, path, text);
  return out;
}

bool holds(const std::vector<Value>& constants, Value sought) {
  return std::ranges::any_of(constants,
                             [&](Value constant) { return equal_scalars(constant, sought); });
}
bool holds_all(const std::vector<Value>& constants, const std::vector<Value>& sought) {
  return std::ranges::all_of(sought, [&](Value one) { return holds(constants, one); });
}
bool share(const std::vector<Value>& a, const std::vector<Value>& b) {
  return std::ranges::any_of(b, [&](Value one) { return holds(a, one); });
}

// Whether no value at all makes both true.
bool exclude_each_other(const Question& a, const Question& b) {
  if (a.is_one_of && b.is_one_of) return !share(a.constants, b.constants);
  if (a.is_one_of) return holds_all(b.constants, a.constants);
  if (b.is_one_of) return holds_all(a.constants, b.constants);
  return false;
}

}  // namespace

std::optional<ExprId> find_contradiction(const Ast& ast, std::string_view text,
                                         std::span<const ExprId> operands, Operator op) {
  std::vector<Question> before;
  for (const ExprId operand : operands) {
    auto question = question_of(ast, text, operand);
    if (!question) continue;
    // a || b is always true when !a && !b never is.
    if (op == Operator::either) question->is_one_of = !question->is_one_of;
    const bool contradicts = std::ranges::any_of(before, [&](const Question& earlier) {
      return earlier.path == question->path && exclude_each_other(earlier, *question);
    });
    if (contradicts) return operand;
    before.push_back(std::move(*question));
  }
  return std::nullopt;
}

}  // namespace jg::cel
