#include "cel/macros.h"

#include <array>
#include <string>
#include <utility>

namespace jg::cel {
namespace {

using Place = MacroForm::Place;

constexpr auto kForms = std::to_array<MacroForm>({
    {"has", Place::global, 1, 0, Macro::has, "has(a.b)", "Whether the member is there"},
    {"all", Place::method, 2, 1, Macro::all, "list.all(x, test)",
     "Whether the test holds for every item, or every key of a map"},
    {"all", Place::method, 3, 2, Macro::all, "list.all(i, x, test)",
     "The same with place and item, or key and value"},
    {"exists", Place::method, 2, 1, Macro::exists, "list.exists(x, test)",
     "Whether the test holds for one item at least"},
    {"exists", Place::method, 3, 2, Macro::exists, "list.exists(i, x, test)",
     "The same with place and item, or key and value"},
    {"exists_one", Place::method, 2, 1, Macro::exists_one, "list.exists_one(x, test)",
     "Whether the test holds for exactly one item"},
    {"exists_one", Place::method, 3, 2, Macro::exists_one, "list.exists_one(i, x, test)",
     "The same with place and item, or key and value"},
    {"existsOne", Place::method, 2, 1, Macro::exists_one, "list.existsOne(x, test)",
     "As exists_one"},
    {"existsOne", Place::method, 3, 2, Macro::exists_one, "list.existsOne(i, x, test)",
     "As exists_one"},
    {"map", Place::method, 2, 1, Macro::map, "list.map(x, value)",
     "The list of the values; of a map, for its keys"},
    {"map", Place::method, 3, 1, Macro::map, "list.map(x, test, value)",
     "The same for those items only that the test holds for"},
    {"filter", Place::method, 2, 1, Macro::filter, "list.filter(x, test)",
     "The items, or keys of a map, that the test holds for"},
    {"transformList", Place::method, 3, 2, Macro::map, "list.transformList(i, x, value)",
     "The list of the values, by place and item, or key and value"},
    {"transformList", Place::method, 4, 2, Macro::map, "list.transformList(i, x, test, value)",
     "The same where the test holds"},
    {"transformMap", Place::method, 3, 2, Macro::transform_map, "map.transformMap(k, v, value)",
     "The map with other values"},
    {"transformMap", Place::method, 4, 2, Macro::transform_map,
     "map.transformMap(k, v, test, value)", "The same where the test holds"},
    {"transformMapEntry", Place::method, 3, 2, Macro::transform_map_entry,
     "map.transformMapEntry(k, v, {key: value})", "The map of other entries"},
    {"transformMapEntry", Place::method, 4, 2, Macro::transform_map_entry,
     "map.transformMapEntry(k, v, test, {key: value})", "The same where the test holds"},
    {"bind", Place::cel_namespace, 3, 1, Macro::bind, "cel.bind(x, value, result)",
     "The result, in which the value has a name"},
    {"optMap", Place::method, 2, 1, Macro::opt_map, "optional.optMap(x, value)",
     "An optional of the value, if there is something to make it of"},
    {"optFlatMap", Place::method, 2, 1, Macro::opt_flat_map, "optional.optFlatMap(x, optional)",
     "The optional, if there is something to make it of"},
    {"or", Place::method, 1, 0, Macro::optional_or, "optional.or(optional)",
     "The first that holds a value"},
    {"orValue", Place::method, 1, 0, Macro::optional_or_value, "optional.orValue(value)",
     "What it holds, or the value"},
    {"default", Place::global, 2, 0, Macro::fallback, "default(a, b)",
     "a, or b where a is missing or null; any other error of a stays one", Dialect::gateway},
    {"coalesce", Place::global, MacroForm::kAny, 0, Macro::coalesce, "coalesce(a, b, ...)",
     "The first that is neither null nor an error of any kind; without one, what the last is",
     Dialect::gateway},
    {"with", Place::method, 2, 1, Macro::bind, "value.with(x, result)",
     "The result, in which the value has a name", Dialect::gateway},
    {"mapValues", Place::method, 2, 1, Macro::transform_map, "map.mapValues(v, value)",
     "The map with other values", Dialect::gateway},
    {"filterKeys", Place::method, 2, 1, Macro::filter_keys, "map.filterKeys(k, test)",
     "The map of the entries whose keys the test holds for", Dialect::gateway},
});

const MacroForm* find_form(const Expr& call, const Ast& ast, Dialect dialect) {
  Place place = Place::global;
  if (call.target != kNoExpr) {
    const Expr& target = ast[call.target];
    const bool is_cel = target.kind == ExprKind::name && target.name == "cel" && !target.absolute;
    place = is_cel ? Place::cel_namespace : Place::method;
  }
  for (const MacroForm& form : kForms) {
    const bool known = form.dialect == Dialect::specification || dialect == Dialect::gateway;
    const bool fits =
        form.arguments == MacroForm::kAny ? !call.args.empty() : form.arguments == call.args.size();
    if (known && form.place == place && form.name == call.name && fits) return &form;
  }
  return nullptr;
}

std::expected<void, Fault> make_has(Expr& call, const Ast& ast) {
  const Expr& member = ast[call.args[0]];
  if (member.kind != ExprKind::select || member.optional) {
    return std::unexpected(Fault{
        member.offset, member.end, "has() asks whether a member is there: has(name.member)", {}});
  }
  call.name = member.name;
  call.target = member.target;
  call.offset = member.offset;  // the place of the whole path, as for a selection
  call.args.clear();
  return {};
}

}  // namespace

std::expected<void, Fault> expand_macro(Expr& call, const Ast& ast, Dialect dialect) {
  const MacroForm* form = find_form(call, ast, dialect);
  if (form == nullptr) return {};
  call.kind = ExprKind::macro;
  call.macro = form->macro;
  if (form->macro == Macro::has) return make_has(call, ast);
  for (std::size_t i = 0; i < form->variables; ++i) {
    const Expr& variable = ast[call.args[i]];
    if (variable.kind != ExprKind::name || variable.absolute) {
      return std::unexpected(
          Fault{variable.offset,
                variable.end,
                "this argument of " + std::string(call.name) +
                    "() must be a plain name: it is the variable that the rest uses",
                {}});
    }
    call.vars[i] = variable.name;
  }
  if (form->variables == 2 && call.vars[0] == call.vars[1]) {
    return std::unexpected(
        Fault{call.offset, call.end, "the two variables need different names", {}});
  }
  // mapValues names the value only, transformMap the key and the value.
  if (form->macro == Macro::transform_map && form->variables == 1)
    std::swap(call.vars[0], call.vars[1]);
  call.args.erase(call.args.begin(),
                  call.args.begin() + static_cast<std::ptrdiff_t>(form->variables));
  if (form->place ==
      Place::cel_namespace) {  // cel.bind(name, value, body): the value takes the range's place
    call.target = call.args[0];
    call.args.erase(call.args.begin());
  }
  return {};
}

std::span<const MacroForm> macro_forms() { return kForms; }

}  // namespace jg::cel
