// Calls and macros: the part of the planner that chooses functions and binds variables.
#include <utility>

#include "cel/eval.h"
#include "cel/planner.h"

namespace jg::cel {

NodeId Planner::plan_call(const Expr& expr) {
  std::string name(expr.name);
  const std::size_t count = expr.args.size();
  const Function* function = nullptr;
  std::vector<NodeId> args;
  if (expr.target == kNoExpr) {
    function = names_.find_function(name, count, expr.absolute ? Scope::absolute : Scope::relative);
  } else {
    // math.abs(x) looks like a method of math, unless math is a variable here.
    std::vector<ExprId> chain;
    const auto path = path_of(expr.target, chain);
    const Expr* first = path.empty() ? nullptr : &ast_[chain.front()];
    if (first != nullptr && (first->absolute || !names_.find_local(first->name))) {
      std::string qualified;
      for (const std::string_view segment : path) qualified += std::string(segment) + ".";
      qualified += name;
      function = names_.find_function(qualified, count,
                                      first->absolute ? Scope::absolute : Scope::relative);
      if (function == nullptr && environment_.functions().has(qualified))
        return unknown_call(expr, qualified);
    }
  }
  if (function == nullptr && expr.target != kNoExpr) {
    function = environment_.functions().find(name, Style::method, count + 1);
    if (function == nullptr) return unknown_call(expr, name);
    args.push_back(plan(expr.target));
  }
  if (function == nullptr && expr.target == kNoExpr) {
    const bool lists_all =
        name == "variables" && count == 0 && environment_.options().dialect == Dialect::gateway;
    return lists_all ? plan_variables(expr) : unknown_call(expr, name);
  }
  for (const ExprId arg : expr.args) args.push_back(plan(arg));
  return call(*function, expr, args);
}

NodeId Planner::call(const Function& function, const Expr& expr, const std::vector<NodeId>& args) {
  PlanNode node = node_at(Op::call, expr);
  node.function = &function;
  if (function.prepare != nullptr) {
    std::vector<const Value*> constants;
    for (const NodeId arg : args) {
      const PlanNode& planned = planned_.plan.nodes[arg];
      constants.push_back(planned.op == Op::constant ? &planned.constant : nullptr);
    }
    Preparation prepared = function.prepare(constants);
    if (!prepared) {
      return unresolved(expr, ErrorCode::invalid_argument,
                        {expr.offset, expr.end, std::move(prepared.error()), {}});
    }
    node.prepared = keep(std::move(*prepared));
  }
  return add(node, args);
}

// variables(): a map of every root, those that are absent with null.
NodeId Planner::plan_variables(const Expr& expr) {
  std::vector<NodeId> entries;
  for (std::size_t slot = 0; slot < environment_.roots().size(); ++slot) {
    const std::string_view name = context_.arena().copy(environment_.roots()[slot].name);
    entries.push_back(constant(expr, Value::string(name)));
    PlanNode root = node_at(Op::root, expr);
    root.slot = static_cast<std::uint32_t>(slot);
    entries.push_back(add(root, {}));
    note_read(slot, {});
  }
  return add(node_at(Op::map, expr), entries);
}

NodeId Planner::unknown_call(const Expr& expr, const std::string& name) {
  const auto end = static_cast<std::uint32_t>(expr.offset + expr.name.size());
  Fault fault{expr.offset, end, {}, {}};
  const FunctionTable& functions = environment_.functions();
  if (!functions.has(name)) {
    fault.message = "there is no function '" + name + "'";
    if (wants_fault()) fault.suggestion = names_.nearest_function(name);
  } else if (expr.target == kNoExpr &&
             functions.find(name, Style::method, expr.args.size()) != nullptr) {
    fault.message = "'" + name + "' is called on a value: value." + name + "(...)";
  } else {
    fault.message = "'" + name + "' does not take this number of arguments, or not in this form";
  }
  return unresolved(expr, ErrorCode::no_such_overload, std::move(fault));
}

namespace {

Op op_of(Macro macro) {
  switch (macro) {
    case Macro::has: return Op::has;
    case Macro::all: return Op::all;
    case Macro::exists: return Op::exists;
    case Macro::exists_one: return Op::exists_one;
    case Macro::map: return Op::transform;
    case Macro::filter: return Op::filter;
    case Macro::transform_map: return Op::transform_map;
    case Macro::transform_map_entry: return Op::transform_map_entry;
    case Macro::filter_keys: return Op::filter_keys;
    case Macro::bind: return Op::bind;
    case Macro::opt_map: return Op::opt_map;
    case Macro::opt_flat_map: return Op::opt_flat_map;
    case Macro::optional_or: return Op::optional_or;
    case Macro::optional_or_value: return Op::optional_or_value;
    case Macro::fallback: return Op::fallback;
    case Macro::coalesce: return Op::coalesce;
    case Macro::none: break;
  }
  return Op::constant;
}

bool has_condition(const Expr& expr) {
  const bool transforms = expr.macro == Macro::map || expr.macro == Macro::transform_map ||
                          expr.macro == Macro::transform_map_entry;
  return transforms && expr.args.size() == 2;
}

}  // namespace

NodeId Planner::plan_macro(const Expr& expr) {
  const Op op = op_of(expr.macro);
  if (expr.macro == Macro::has) return select(plan_place(expr.target), op, expr);
  std::vector<NodeId> children;
  if (expr.target != kNoExpr) children.push_back(plan(expr.target));
  PlanNode node = node_at(op, expr);
  node.filtered = has_condition(expr);
  // A map written with one variable in second place (mapValues) still takes two slots; the first
  // has no name.
  node.has_second = !expr.vars[1].empty();
  const bool binds = !expr.vars[0].empty() || node.has_second;
  if (binds) node.slot = names_.push(expr.vars[0]);
  if (node.has_second) names_.push(expr.vars[1]);
  for (const ExprId body : expr.args) children.push_back(plan(body));
  if (binds) names_.pop(node.has_second ? 2 : 1);
  return add(node, children);
}

}  // namespace jg::cel
