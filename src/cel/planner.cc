#include "cel/planner.h"

#include <algorithm>
#include <utility>

#include "cel/constant_set.h"
#include "cel/eval.h"

namespace jg::cel {
namespace {

bool computes_ahead(Op op) {
  switch (op) {
    case Op::select:
    case Op::optional_select:
    case Op::has:
    case Op::index:
    case Op::optional_index:
    case Op::call:
    case Op::both:
    case Op::either:
    case Op::conditional:
    case Op::unary:
    case Op::equal:
    case Op::not_equal:
    case Op::in:
    case Op::binary:
    case Op::list:
    case Op::map:
    case Op::optional_or:
    case Op::optional_or_value: return true;
    default: return false;
  }
}

Op op_of(Operator oper) {
  switch (oper) {
    case Operator::equal: return Op::equal;
    case Operator::not_equal: return Op::not_equal;
    case Operator::in: return Op::in;
    case Operator::both: return Op::both;
    case Operator::either: return Op::either;
    default: return Op::binary;
  }
}

}  // namespace

std::expected<Planned, std::vector<Fault>> make_plan(const Ast& ast, const Environment& environment,
                                                     Arena& arena) {
  return Planner(ast, environment, arena).run();
}

std::expected<Planned, std::vector<Fault>> Planner::run() {
  planned_.plan.root = plan(ast_.root);
  planned_.plan.locals = names_.most_locals();
  if (!faults_.empty()) return std::unexpected(std::move(faults_));
  return std::move(planned_);
}

PlanNode Planner::node_at(Op op, const Expr& expr) const {
  PlanNode node;
  node.op = op;
  node.offset = expr.offset;
  return node;
}

NodeId Planner::add(PlanNode node, const std::vector<NodeId>& children,
                    const std::vector<bool>& optional) {
  Plan& plan = planned_.plan;
  node.first = static_cast<std::uint32_t>(plan.children.size());
  node.count = static_cast<std::uint32_t>(children.size());
  for (std::size_t i = 0; i < children.size(); ++i) {
    // A map has one mark an entry, on its key.
    const std::size_t mark = node.op == Op::map ? i / 2 : i;
    const bool marked =
        mark < optional.size() && optional[mark] && (node.op != Op::map || i % 2 == 0);
    plan.children.push_back({children[i], marked});
  }
  plan.nodes.push_back(node);
  return static_cast<NodeId>(plan.nodes.size() - 1);
}

NodeId Planner::constant(const Expr& expr, Value value) {
  PlanNode node = node_at(Op::constant, expr);
  node.constant = value;
  return add(node, {});
}

NodeId Planner::fold(NodeId id, std::size_t nodes_before, std::size_t children_before) {
  if (environment_.options().planning == Planning::traced) return id;
  Plan& plan = planned_.plan;
  PlanNode& node = plan.nodes[id];
  const bool impure = node.function != nullptr && node.function->purity == Purity::impure;
  if (!computes_ahead(node.op) || impure || context_.is_exhausted()) return id;
  for (std::uint32_t i = 0; i < node.count; ++i) {
    if (!is_constant(plan.children[node.first + i].node)) return id;
  }
  const Value value = evaluate_constant(plan, id, context_);
  if (value.is_error()) return id;
  PlanNode folded;
  folded.offset = node.offset;
  folded.constant = value;
  plan.nodes.resize(nodes_before);
  plan.children.resize(children_before);
  plan.nodes.push_back(folded);
  return static_cast<NodeId>(plan.nodes.size() - 1);
}

void Planner::note_read(std::size_t slot, std::string_view field) {
  Read read{slot, std::string(field)};
  auto& reads = planned_.reads;
  if (std::find(reads.begin(), reads.end(), read) == reads.end()) reads.push_back(std::move(read));
}

NodeId Planner::unresolved(const Expr& expr, ErrorCode code, Fault fault) {
  const std::string_view kept = context_.arena().copy(fault.message + '\0');
  if (wants_fault()) faults_.push_back(std::move(fault));
  return constant(expr, Value::error(code, kept.data(), expr.offset));
}

NodeId Planner::plan(ExprId id) {
  const NodeId node = plan_place(id);
  note_written(node, ast_[id]);
  const PlanNode& planned = planned_.plan.nodes[node];
  if (planned.op == Op::root) note_read(planned.slot, {});
  return node;
}

NodeId Planner::plan_place(ExprId id) {
  const NodeId node = plan_kind(id);
  const ExprKind kind = ast_[id].kind;
  if (kind != ExprKind::name && kind != ExprKind::select) note_written(node, ast_[id]);
  return node;
}

void Planner::note_written(NodeId node, const Expr& expr) {
  if (environment_.options().planning != Planning::traced) return;
  planned_.plan.written.resize(planned_.plan.nodes.size());
  planned_.plan.written[node] = {expr.begin, expr.end};
}

NodeId Planner::plan_kind(ExprId id) {
  const Expr& expr = ast_[id];
  const std::size_t nodes = planned_.plan.nodes.size();
  const std::size_t children = planned_.plan.children.size();
  switch (expr.kind) {
    case ExprKind::literal: return constant(expr, expr.literal);
    case ExprKind::name: return plan_path(id);
    case ExprKind::select: return fold(plan_path(id), nodes, children);
    case ExprKind::index: return fold(plan_index(expr), nodes, children);
    case ExprKind::call: return fold(plan_call(expr), nodes, children);
    case ExprKind::macro: return fold(plan_macro(expr), nodes, children);
    case ExprKind::list:
    case ExprKind::map:
    case ExprKind::unary:
    case ExprKind::binary:
    case ExprKind::conditional:
    case ExprKind::logical: return fold(plan_operands(expr), nodes, children);
  }
  return constant(expr, {});
}

// The names along a.b.c, and the expressions they end at; empty when it is not such a path.
std::vector<std::string_view> Planner::path_of(ExprId id, std::vector<ExprId>& chain) const {
  for (ExprId at = id;; at = ast_[at].target) {
    chain.push_back(at);
    const Expr& expr = ast_[at];
    if (expr.kind == ExprKind::name) break;
    if (expr.kind != ExprKind::select || expr.optional) return {};
  }
  std::reverse(chain.begin(), chain.end());
  std::vector<std::string_view> path;
  for (const ExprId at : chain) path.push_back(ast_[at].name);
  return path;
}

NodeId Planner::plan_path(ExprId id) {
  std::vector<ExprId> chain;
  const std::vector<std::string_view> path = path_of(id, chain);
  if (path.empty()) return plan_select(ast_[id]);
  const Expr& first = ast_[chain.front()];
  const Scope scope = first.absolute ? Scope::absolute : Scope::relative;
  const auto local = first.absolute ? std::nullopt : names_.find_local(first.name);
  const auto root = local ? std::nullopt : names_.find_root(path, scope);
  NodeId at = 0;
  std::size_t used = 1;
  if (local) {
    PlanNode node = node_at(Op::local, first);
    node.slot = *local;
    at = add(node, {});
  } else if (root) {
    PlanNode node = node_at(Op::root, first);
    node.slot = static_cast<std::uint32_t>(root->slot);
    at = add(node, {});
    used = root->segments;
  } else if (const auto type = Names::find_type(path)) {
    return constant(first, *type);
  } else {
    Fault fault{first.offset, first.end,
                "there is no variable '" + std::string(first.name) + "' here",
                wants_fault() ? names_.nearest_variable(first.name) : std::string()};
    return unresolved(first, ErrorCode::undeclared_reference, std::move(fault));
  }
  for (; used < chain.size(); ++used) at = select(at, Op::select, ast_[chain[used]]);
  return at;
}

// Its place among the members that were declared; a fault where it is none of them.
std::uint32_t Planner::find_field(const PlanNode& root, const Expr& expr, std::string_view field) {
  const auto& declared = environment_.roots()[root.slot];
  const auto found = std::find(declared.fields.begin(), declared.fields.end(), field);
  if (found != declared.fields.end())
    return static_cast<std::uint32_t>(found - declared.fields.begin());
  if (declared.fields.empty() || !wants_fault()) return RootMember::kUndeclared;
  const std::vector<std::string_view> candidates(declared.fields.begin(), declared.fields.end());
  faults_.push_back({expr.offset, expr.end,
                     "'" + declared.name + "' has no member '" + std::string(field) + "'",
                     std::string(nearest_name(field, candidates))});
  return RootMember::kUndeclared;
}

NodeId Planner::select(NodeId target, Op op, const Expr& expr) {
  PlanNode node = node_at(op, expr);
  node.constant = Value::string(context_.arena().copy(expr.name));
  PlanNode& root = planned_.plan.nodes[target];
  if (root.op != Op::root) return add(node, {target});
  note_read(root.slot, expr.name);
  const std::uint32_t field = find_field(root, expr, expr.name);
  if (op != Op::select || environment_.options().planning == Planning::traced)
    return add(node, {target});
  node.op = Op::member;
  node.slot = root.slot;
  node.field = field;
  root = node;
  return target;
}

const Prepared* Planner::keep(std::unique_ptr<const Prepared> prepared) {
  if (prepared == nullptr) return nullptr;
  planned_.plan.prepared.push_back(std::move(prepared));
  return planned_.plan.prepared.back().get();
}

NodeId Planner::plan_select(const Expr& expr) {
  return select(plan_place(expr.target), expr.optional ? Op::optional_select : Op::select, expr);
}

NodeId Planner::plan_index(const Expr& expr) {
  const NodeId target = plan_place(expr.target);
  const NodeId index = plan(expr.args[0]);
  const PlanNode& root = planned_.plan.nodes[target];
  if (root.op == Op::root) {
    const PlanNode& key = planned_.plan.nodes[index];
    const bool named = key.op == Op::constant && key.constant.is(Kind::string);
    note_read(root.slot, named ? key.constant.as_text() : std::string_view());
    if (named) find_field(root, expr, key.constant.as_text());
  }
  return add(node_at(expr.optional ? Op::optional_index : Op::index, expr), {target, index});
}

NodeId Planner::plan_operands(const Expr& expr) {
  std::vector<NodeId> children;
  for (const ExprId arg : expr.args) children.push_back(plan(arg));
  Op op = Op::unary;
  if (expr.kind == ExprKind::list) op = Op::list;
  if (expr.kind == ExprKind::map) op = Op::map;
  if (expr.kind == ExprKind::conditional) op = Op::conditional;
  if (expr.kind == ExprKind::binary || expr.kind == ExprKind::logical) op = op_of(expr.op);
  PlanNode node = node_at(op, expr);
  node.oper = expr.op;
  if (op == Op::in && is_constant(children[1])) {
    node.prepared = keep(ConstantSet::make(planned_.plan.nodes[children[1]].constant));
  }
  return add(node, children, expr.optional_args);
}

}  // namespace jg::cel
