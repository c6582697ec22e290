// cel/checker.h - walks a tree and works out what each part may be.
//
// Owner:  check(). The tree is the checker's own: its root is moved to look at parts.
// Limits: recursion is bounded by the height of the tree (ast.h).
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/arena.h"
#include "cel/ast.h"
#include "cel/check.h"
#include "cel/function.h"
#include "cel/names.h"
#include "cel/source.h"

namespace jg::cel {

class Checker {
 public:
  Checker(Ast& ast, std::string_view text, const Environment& environment,
          const Knowledge& knowledge)
      : ast_(ast),
        text_(text),
        environment_(environment),
        knowledge_(knowledge),
        names_(environment) {}

  Checked run();

 private:
  using Weight = FindingWeight;

  StaticType visit(ExprId id);
  StaticType derive(ExprId id);
  std::vector<StaticType> visit_all(std::span<const ExprId> ids);

  // Of what it holds; of an empty one anything may be asked.
  static StaticType element_of(const StaticType& container);
  StaticType path(ExprId id);
  void tell_absence(ExprId id, const Read& read);
  StaticType select(const StaticType& target, ExprId id);
  StaticType member_of(const StaticType& target, std::string_view name, ExprId id);
  StaticType index(ExprId id);
  StaticType list(ExprId id);
  StaticType map(ExprId id);

  // Operators: checker_operators.cc.
  StaticType unary(ExprId id);
  StaticType binary(ExprId id);
  StaticType compare_equal(ExprId id, const StaticType& left, const StaticType& right);
  StaticType compare_order(ExprId id, const StaticType& left, const StaticType& right);
  StaticType compute(ExprId id, const StaticType& left, const StaticType& right);
  StaticType look_in(ExprId id, const StaticType& left, const StaticType& right);
  StaticType logical(ExprId id);
  StaticType conditional(ExprId id);
  void tell_different(ExprId id, const StaticType& left, const StaticType& right);

  // Calls and macros: checker_calls.cc.
  StaticType call(ExprId id);
  StaticType call_of(ExprId id, std::string_view name, Style style, std::vector<ExprId> args);
  std::string qualified_name(const Expr& call) const;
  // All that a call of this form may mean.
  std::vector<const Signature*> overloads(std::string_view name, Style style,
                                          std::size_t count) const;
  void check_arguments(ExprId id, std::string_view name, std::span<const ExprId> args,
                       std::span<const StaticType> types,
                       std::span<const Signature* const> signatures);
  StaticType macro(ExprId id);
  StaticType over_container(ExprId id, const StaticType& range);
  void want_bool(ExprId id, const StaticType& type, std::string_view by);

  // Spellings that mean another thing than they look like: checker_traps.cc.
  void warn_of_part(ExprId whole, ExprId sought, ExprId claim, const StaticType& claim_type);
  // True when the text can be the member's; otherwise it was told.
  bool accepts(ExprId text, const Read& member, Knowledge::Test test, std::string_view value);

  // The value of a part that asks nothing; what fails is told.
  void evaluate(ExprId id, StaticType& type);
  bool is_closed(ExprId id) const;

  StaticType failing(ExprId id, std::string message, std::string meant = {});
  void tell(Weight weight, ExprId id, std::string message, std::string meant = {});
  std::string_view source(ExprId id) const { return source_of(ast_, id, text_); }

  Ast& ast_;
  const std::string_view text_;
  const Environment& environment_;
  const Knowledge& knowledge_;
  Arena arena_;
  Names names_;
  std::vector<StaticType> locals_;  // of macros, beside the names'
  std::vector<Read> absent_;        // what that was told of
  std::vector<Finding> findings_;
};

// The type of a value that is one of kinds.
StaticType one_of(Kinds kinds, Kinds elements = kAnyKind);
StaticType type_of(Value value);
StaticType always(bool outcome);

}  // namespace jg::cel
