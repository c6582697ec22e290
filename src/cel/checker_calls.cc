// Calls and macros: what functions are given, and what a macro's variable may be.
#include "cel/checker.h"

namespace jg::cel {
namespace {

constexpr Kinds kBool = kinds(Kind::boolean);
constexpr Kinds kContainer = kinds(Kind::list, Kind::map);

// Those whose receiver is a list or a map, its elements named by the macro's variables.
bool ranges_over(Macro macro) {
  switch (macro) {
    case Macro::all:
    case Macro::exists:
    case Macro::exists_one:
    case Macro::map:
    case Macro::filter:
    case Macro::transform_map:
    case Macro::transform_map_entry:
    case Macro::filter_keys: return true;
    case Macro::none:
    case Macro::has:
    case Macro::bind:
    case Macro::opt_map:
    case Macro::opt_flat_map:
    case Macro::optional_or:
    case Macro::optional_or_value:
    case Macro::fallback:
    case Macro::coalesce: break;
  }
  return false;
}

bool asks(Macro macro) {
  return macro == Macro::all || macro == Macro::exists || macro == Macro::exists_one ||
         macro == Macro::filter || macro == Macro::filter_keys;
}

}  // namespace

// math.abs is a function where math is no variable; empty for a method.
std::string Checker::qualified_name(const Expr& call) const {
  std::string name(call.name);
  ExprId at = call.target;
  while (ast_[at].kind == ExprKind::select) {
    name = std::string(ast_[at].name) + "." + name;
    at = ast_[at].target;
  }
  const Expr& first = ast_[at];
  if (first.kind != ExprKind::name || names_.find_local(first.name)) return {};
  name = std::string(first.name) + "." + name;
  return environment_.functions().has(name) ? name : std::string();
}

StaticType Checker::call(ExprId id) {
  const Expr& expr = ast_[id];
  if (expr.target == kNoExpr) return call_of(id, expr.name, Style::global, expr.args);
  if (const std::string name = qualified_name(expr); !name.empty())
    return call_of(id, name, Style::global, expr.args);
  std::vector<ExprId> args = {expr.target};
  args.insert(args.end(), expr.args.begin(), expr.args.end());
  return call_of(id, expr.name, Style::method, std::move(args));
}

std::vector<const Signature*> Checker::overloads(std::string_view name, Style style,
                                                 std::size_t count) const {
  std::vector<const Signature*> out;
  for (const Function* const function : environment_.functions().named(name))
    if ((function->style == style || function->style == Style::both) &&
        function->signature.accepts(count))
      out.push_back(&function->signature);
  return out;
}

StaticType Checker::call_of(ExprId id, std::string_view name, Style style,
                            std::vector<ExprId> args) {
  const std::vector<StaticType> types = visit_all(args);
  const std::vector<const Signature*> signatures = overloads(name, style, args.size());
  const std::size_t before = findings_.size();
  check_arguments(id, name, args, types, signatures);
  if (findings_.size() != before) return {};
  StaticType out = one_of(0, 0);
  for (const Signature* const signature : signatures) {
    bool fits = true;
    for (std::size_t i = 0; i < types.size(); ++i)
      fits = fits && overlap(types[i].kinds, signature->taken(i));
    if (fits) out = one_of(out.kinds | signature->gives, out.elements | signature->elements);
  }
  if (out.kinds == 0) return {};
  if (args.size() != 2) return out;
  if (name == "contains") warn_of_part(id, args[1], args[0], types[0]);
  const StaticType& text = types[1];
  if (name == "startsWith" && types[0].origin && text.known && text.known->is(Kind::string) &&
      !accepts(args[1], *types[0].origin, Knowledge::Test::begins_with, text.known->as_text()))
    return always(false);
  return out;
}

void Checker::check_arguments(ExprId id, std::string_view name, std::span<const ExprId> args,
                              std::span<const StaticType> types,
                              std::span<const Signature* const> signatures) {
  for (std::size_t i = 0; !signatures.empty() && i < types.size(); ++i) {
    Kinds taken = 0;
    for (const Signature* const signature : signatures) taken |= signature->taken(i);
    if (overlap(types[i].kinds, taken)) continue;
    tell(Weight::error, args[i],
         std::string(name) + "() takes " + describe(taken) + ", and this is " +
             describe(types[i].kinds));
    return;
  }
  const bool seeks_in_text = name == "contains" && types.size() == 2 &&
                             types[0].kinds == kinds(Kind::string) &&
                             !may_be(types[1].kinds, Kind::string);
  if (seeks_in_text)
    tell(Weight::error, id,
         "contains() of a string takes a string, and this is " + describe(types[1].kinds));
}

StaticType Checker::macro(ExprId id) {
  const Expr expr = ast_[id];
  const StaticType range = expr.target == kNoExpr ? StaticType() : visit(expr.target);
  if (expr.macro == Macro::has) {
    select(range, id);
    return one_of(kBool);
  }
  if (ranges_over(expr.macro)) return over_container(id, range);
  if (!expr.vars[0].empty()) {
    names_.push(expr.vars[0]);
    locals_.push_back(expr.macro == Macro::bind ? range : StaticType());
  }
  Kinds out = 0;
  for (const ExprId body : expr.args) out |= visit(body).kinds;
  if (!expr.vars[0].empty()) {
    names_.pop(1);
    locals_.pop_back();
  }
  const bool gives_bodies =
      expr.macro == Macro::bind || expr.macro == Macro::fallback || expr.macro == Macro::coalesce;
  return gives_bodies && out != 0 ? one_of(out) : StaticType();
}

StaticType Checker::over_container(ExprId id, const StaticType& range) {
  const Expr expr = ast_[id];
  if (!overlap(range.kinds, kContainer))
    return failing(expr.target, std::string(expr.name) + "() goes through a list or a map, and " +
                                    "this is " + describe(range.kinds));
  const bool has_both = !expr.vars[1].empty();
  const bool is_list = !may_be(range.kinds, Kind::map);
  const bool is_map = !may_be(range.kinds, Kind::list);
  const StaticType key = one_of(is_list && has_both ? kinds(Kind::integer) : kAnyKind);
  const StaticType value = element_of(range);
  // One variable alone is a list's item, or a map's key.
  const StaticType single = is_list ? value : is_map ? key : StaticType();
  names_.push(expr.vars[0]);
  locals_.push_back(has_both ? key : single);
  if (has_both) {
    names_.push(expr.vars[1]);
    locals_.push_back(value);
  }
  const std::vector<StaticType> bodies = visit_all(expr.args);
  names_.pop(has_both ? 2 : 1);
  locals_.resize(locals_.size() - (has_both ? 2 : 1));
  if (asks(expr.macro) && !bodies.empty())
    want_bool(expr.args[0], bodies[0], std::string(expr.name) + "()");
  switch (expr.macro) {
    case Macro::all:
    case Macro::exists:
    case Macro::exists_one: return one_of(kBool);
    case Macro::map:
      return one_of(kinds(Kind::list), bodies.empty() ? kAnyKind : bodies.back().kinds);
    case Macro::filter: return one_of(kinds(Kind::list), range.elements);
    default: return one_of(kinds(Kind::map));
  }
}

}  // namespace jg::cel
