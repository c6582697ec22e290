#include "cel/checker.h"

#include <algorithm>

#include "cel/eval.h"
#include "cel/parser.h"
#include "cel/planner.h"
#include "cel/walk.h"

namespace jg::cel {
namespace {

// Kinds whose members can be asked for.
constexpr Kinds kWithMembers = kinds(Kind::map, Kind::optional, Kind::null);

Kinds kinds_of_elements(Value container) {
  Kinds out = 0;
  if (container.form() != Value::Form::plain) return kAnyKind;
  if (container.is(Kind::list))
    for (const Value item : container.items()) out |= kinds(item.kind());
  else
    for (const Entry& entry : container.entries()) out |= kinds(entry.value.kind());
  return out;
}

}  // namespace

StaticType one_of(Kinds kinds, Kinds elements) {
  StaticType out;
  out.kinds = kinds;
  out.elements = elements;
  out.may_be_true = out.may_be_false = may_be(kinds, Kind::boolean);
  return out;
}

StaticType type_of(Value value) {
  StaticType out = one_of(kinds(value.kind()));
  if (value.is(Kind::list) || value.is(Kind::map)) out.elements = kinds_of_elements(value);
  if (value.is(Kind::boolean)) {
    out.may_be_true = value.as_bool();
    out.may_be_false = !value.as_bool();
  }
  out.known = value;
  return out;
}

StaticType always(bool outcome) {
  StaticType out = one_of(kinds(Kind::boolean));
  out.may_be_true = outcome;
  out.may_be_false = !outcome;
  return out;
}

Checked check(std::string_view text, const Environment& environment, const Knowledge& knowledge) {
  Arena arena;
  auto ast = parse(text, {environment.options().macros, environment.options().dialect}, arena);
  if (!ast) return {};
  return Checker(*ast, text, environment, knowledge).run();
}

Checked Checker::run() {
  StaticType result = visit(ast_.root);
  std::ranges::stable_sort(findings_, {}, [](const Finding& f) { return f.fault.offset; });
  if (!may_be(result.kinds, Kind::boolean)) result.may_be_true = result.may_be_false = false;
  const bool is_constant = result.known.has_value();
  result.known.reset();  // it looks into what ends with the check
  return {std::move(findings_), std::move(result), is_constant};
}

void Checker::tell(Weight weight, ExprId id, std::string message, std::string meant) {
  if (findings_.size() >= kMostFindings) return;
  findings_.push_back(
      {weight, {begin_of(ast_, id), ast_[id].end, std::move(message), std::move(meant)}});
}

// Nothing follows from a part that fails: what is around it is not told of again.
StaticType Checker::failing(ExprId id, std::string message, std::string meant) {
  tell(Weight::error, id, std::move(message), std::move(meant));
  return {};
}

bool Checker::is_closed(ExprId id) const {
  const Expr& expr = ast_[id];
  if (expr.kind == ExprKind::name || expr.kind == ExprKind::macro) return false;
  if (expr.kind == ExprKind::call && expr.target == kNoExpr) {
    const Function* const function =
        names_.find_function(expr.name, expr.args.size(), Scope::relative);
    if (function == nullptr || function->purity == Purity::impure) return false;
  }
  if (expr.target != kNoExpr && !is_closed(expr.target)) return false;
  return std::ranges::all_of(expr.args, [&](ExprId arg) { return is_closed(arg); });
}

void Checker::evaluate(ExprId id, StaticType& type) {
  if (ast_[id].kind == ExprKind::literal || !is_closed(id)) return;
  const ExprId root = std::exchange(ast_.root, id);
  const auto planned = make_plan(ast_, environment_, arena_);
  ast_.root = root;
  if (!planned) return;
  Context context(arena_, environment_.options().dialect, Limits{});
  const Value value = evaluate_constant(planned->plan, planned->plan.root, context);
  if (context.is_exhausted()) return;
  if (value.is_error())
    type = failing(id, "fails whenever it is evaluated: " + std::string(value.message()));
  else
    type = cel::type_of(value);
}

StaticType Checker::visit(ExprId id) {
  const std::size_t before = findings_.size();
  StaticType type = derive(id);
  if (findings_.size() == before) evaluate(id, type);
  return type;
}

StaticType Checker::derive(ExprId id) {
  switch (ast_[id].kind) {
    case ExprKind::literal: return cel::type_of(ast_[id].literal);
    case ExprKind::name:
    case ExprKind::select: return path(id);
    case ExprKind::index: return index(id);
    case ExprKind::call: return call(id);
    case ExprKind::list: return list(id);
    case ExprKind::map: return map(id);
    case ExprKind::unary: return unary(id);
    case ExprKind::binary: return binary(id);
    case ExprKind::conditional: return conditional(id);
    case ExprKind::logical: return logical(id);
    case ExprKind::macro: return macro(id);
  }
  return {};
}

std::vector<StaticType> Checker::visit_all(std::span<const ExprId> ids) {
  std::vector<StaticType> out;
  for (const ExprId id : ids) out.push_back(visit(id));
  return out;
}

// A name is a macro's variable, a declared one (here never a dotted one), or a type.
StaticType Checker::path(ExprId id) {
  const Expr& expr = ast_[id];
  if (expr.kind == ExprKind::select) return select(visit(expr.target), id);
  if (const auto local = names_.find_local(expr.name); local && !expr.absolute)
    return locals_[*local];
  const auto slot = environment_.find_root(expr.name);
  if (!slot) return one_of(kinds(Kind::type));
  tell_absence(id, {*slot, {}});
  StaticType out = knowledge_.type_of(*slot, {});
  out.origin = Read{*slot, {}};
  return out;
}

void Checker::tell_absence(ExprId id, const Read& read) {
  auto absence = knowledge_.absence(read);
  if (!absence || std::ranges::find(absent_, read) != absent_.end()) return;
  absent_.push_back(read);
  tell(absence->weight, id, std::move(absence->says));
}

StaticType Checker::element_of(const StaticType& container) {
  return one_of(container.elements == 0 ? kAnyKind : container.elements);
}

StaticType Checker::select(const StaticType& target, ExprId id) {
  const Expr& expr = ast_[id];
  // The rest of a type's dotted name: google.protobuf.Timestamp.
  if (target.kinds == kinds(Kind::type)) return one_of(kinds(Kind::type));
  if (!overlap(target.kinds, kWithMembers))
    return failing(id, std::string(source(expr.target)) + " is " + describe(target.kinds) +
                           ", which has no member '" + std::string(expr.name) + "'");
  if (expr.optional) return one_of(kinds(Kind::optional));
  if (!target.origin) return element_of(target);
  return member_of(target, expr.name, id);
}

StaticType Checker::member_of(const StaticType& target, std::string_view name, ExprId id) {
  const Read& origin = *target.origin;
  Read member{origin.slot, std::string(name)};
  StaticType out = element_of(target);
  if (origin.field.empty()) {
    tell_absence(id, member);
    out = knowledge_.type_of(origin.slot, name);
  } else {
    member.field = origin.field + "." + member.field;
  }
  out.origin = std::move(member);
  return out;
}

StaticType Checker::index(ExprId id) {
  const Expr& expr = ast_[id];
  const StaticType target = visit(expr.target);
  const StaticType key = visit(expr.args[0]);
  constexpr Kinds kIndexed = kWithMembers | kinds(Kind::list);
  constexpr Kinds kKeys = kNumber | kinds(Kind::boolean, Kind::string);
  if (!overlap(target.kinds, kIndexed))
    return failing(id, std::string(source(expr.target)) + " is " + describe(target.kinds) +
                           ", which cannot be indexed");
  if (target.kinds == kinds(Kind::list) && !overlap(key.kinds, kNumber))
    return failing(id, "a list is indexed by a whole number, and this is " + describe(key.kinds));
  if (!overlap(key.kinds, kKeys)) return failing(id, "nothing is found by " + describe(key.kinds));
  if (expr.optional) return one_of(kinds(Kind::optional));
  const bool is_named = key.known && key.known->is(Kind::string);
  if (!target.origin || !is_named) return element_of(target);
  return member_of(target, key.known->as_text(), id);
}

StaticType Checker::list(ExprId id) {
  Kinds elements = 0;
  const Expr& expr = ast_[id];
  for (std::size_t i = 0; i < expr.args.size(); ++i) {
    const StaticType item = visit(expr.args[i]);
    elements |= expr.optional_args[i] ? kAnyKind : item.kinds;
  }
  return one_of(kinds(Kind::list), elements);
}

StaticType Checker::map(ExprId id) {
  Kinds elements = 0;
  const Expr& expr = ast_[id];
  for (std::size_t i = 0; i + 1 < expr.args.size(); i += 2) {
    visit(expr.args[i]);
    const StaticType value = visit(expr.args[i + 1]);
    elements |= expr.optional_args[i / 2] ? kAnyKind : value.kinds;
  }
  return one_of(kinds(Kind::map), elements);
}

}  // namespace jg::cel
