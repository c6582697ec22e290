#include "cel/macros.h"

#include <array>
#include <string>
#include <utility>

namespace jg::cel {
namespace {

enum class Form : std::uint8_t { global, method, cel_namespace };

struct Row {
  std::string_view name;
  Form form;
  std::size_t arguments;  // without the receiver
  std::size_t variables;
  Macro macro;
  Dialect dialect = Dialect::specification;  // gateway: known there only
};

constexpr std::size_t kAny = 0xff;

constexpr std::array kRows = {
    Row{"has", Form::global, 1, 0, Macro::has},
    Row{"all", Form::method, 2, 1, Macro::all},
    Row{"all", Form::method, 3, 2, Macro::all},
    Row{"exists", Form::method, 2, 1, Macro::exists},
    Row{"exists", Form::method, 3, 2, Macro::exists},
    Row{"exists_one", Form::method, 2, 1, Macro::exists_one},
    Row{"exists_one", Form::method, 3, 2, Macro::exists_one},
    Row{"existsOne", Form::method, 2, 1, Macro::exists_one},
    Row{"existsOne", Form::method, 3, 2, Macro::exists_one},
    Row{"map", Form::method, 2, 1, Macro::map},
    Row{"map", Form::method, 3, 1, Macro::map},
    Row{"filter", Form::method, 2, 1, Macro::filter},
    Row{"transformList", Form::method, 3, 2, Macro::map},
    Row{"transformList", Form::method, 4, 2, Macro::map},
    Row{"transformMap", Form::method, 3, 2, Macro::transform_map},
    Row{"transformMap", Form::method, 4, 2, Macro::transform_map},
    Row{"transformMapEntry", Form::method, 3, 2, Macro::transform_map_entry},
    Row{"transformMapEntry", Form::method, 4, 2, Macro::transform_map_entry},
    Row{"bind", Form::cel_namespace, 3, 1, Macro::bind},
    Row{"optMap", Form::method, 2, 1, Macro::opt_map},
    Row{"optFlatMap", Form::method, 2, 1, Macro::opt_flat_map},
    Row{"or", Form::method, 1, 0, Macro::optional_or},
    Row{"orValue", Form::method, 1, 0, Macro::optional_or_value},
    Row{"default", Form::global, 2, 0, Macro::fallback, Dialect::gateway},
    Row{"coalesce", Form::global, kAny, 0, Macro::coalesce, Dialect::gateway},
    Row{"with", Form::method, 2, 1, Macro::bind, Dialect::gateway},
    Row{"mapValues", Form::method, 2, 1, Macro::transform_map, Dialect::gateway},
    Row{"filterKeys", Form::method, 2, 1, Macro::filter_keys, Dialect::gateway},
};

const Row* find_row(const Expr& call, const Ast& ast, Dialect dialect) {
  Form form = Form::global;
  if (call.target != kNoExpr) {
    const Expr& target = ast[call.target];
    const bool is_cel = target.kind == ExprKind::name && target.name == "cel" && !target.absolute;
    form = is_cel ? Form::cel_namespace : Form::method;
  }
  for (const Row& row : kRows) {
    const bool known = row.dialect == Dialect::specification || dialect == Dialect::gateway;
    const bool fits =
        row.arguments == kAny ? !call.args.empty() : row.arguments == call.args.size();
    if (known && row.form == form && row.name == call.name && fits) return &row;
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
  const Row* row = find_row(call, ast, dialect);
  if (row == nullptr) return {};
  call.kind = ExprKind::macro;
  call.macro = row->macro;
  if (row->macro == Macro::has) return make_has(call, ast);
  for (std::size_t i = 0; i < row->variables; ++i) {
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
  if (row->variables == 2 && call.vars[0] == call.vars[1]) {
    return std::unexpected(
        Fault{call.offset, call.end, "the two variables need different names", {}});
  }
  // mapValues names the value only, transformMap the key and the value.
  if (row->macro == Macro::transform_map && row->variables == 1)
    std::swap(call.vars[0], call.vars[1]);
  call.args.erase(call.args.begin(),
                  call.args.begin() + static_cast<std::ptrdiff_t>(row->variables));
  if (row->form ==
      Form::cel_namespace) {  // cel.bind(name, value, body): the value takes the range's place
    call.target = call.args[0];
    call.args.erase(call.args.begin());
  }
  return {};
}

std::span<const std::string_view> macro_names() {
  static constexpr auto kNames = [] {
    std::array<std::string_view, kRows.size()> names;
    for (std::size_t i = 0; i < kRows.size(); ++i) names[i] = kRows[i].name;
    return names;
  }();
  return kNames;
}

}  // namespace jg::cel
