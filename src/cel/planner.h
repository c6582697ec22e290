// cel/planner.h - from tree to plan: names become slots, functions are chosen, constants computed.
//
// Owner:  compile(). The plan refers to the arena, not to the tree or the environment.
// Errors: every unknown name, function and member; every constant that its function refuses; the
//         first kMostFaults of them.
// Limits: constants are computed within one evaluation's Limits in all; what costs more waits for
//         the evaluation.
#pragma once

#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "cel/ast.h"
#include "cel/context.h"
#include "cel/environment.h"
#include "cel/fault.h"
#include "cel/names.h"
#include "cel/plan.h"
#include "cel/program.h"

namespace jg::cel {

inline constexpr std::size_t kMostFaults = 16;

struct Planned {
  Plan plan;
  std::vector<Read> reads;
};

std::expected<Planned, std::vector<Fault>> make_plan(const Ast& ast, const Environment& environment,
                                                     Arena& arena);

class Planner {
 public:
  Planner(const Ast& ast, const Environment& environment, Arena& arena)
      : ast_(ast),
        environment_(environment),
        names_(environment),
        context_(arena, environment.options().dialect, Limits{}) {}

  std::expected<Planned, std::vector<Fault>> run();

 private:
  // A use of the whole value: a variable planned so is read in full.
  NodeId plan(ExprId id);
  NodeId plan_place(ExprId id);  // what is about to be selected from: the caller notes what is read

  NodeId plan_kind(ExprId id);
  void note_written(NodeId node, const Expr& expr);
  NodeId plan_path(ExprId id);
  NodeId plan_select(const Expr& expr);
  NodeId select(NodeId target, Op op, const Expr& expr);
  NodeId plan_index(const Expr& expr);
  NodeId plan_operands(const Expr& expr);
  NodeId plan_call(const Expr& expr);
  NodeId call(const Function& function, const Expr& expr, const std::vector<NodeId>& args);
  NodeId plan_variables(const Expr& expr);
  NodeId unknown_call(const Expr& expr, const std::string& name);
  NodeId plan_macro(const Expr& expr);

  PlanNode node_at(Op op, const Expr& expr) const;
  NodeId add(PlanNode node, const std::vector<NodeId>& children,
             const std::vector<bool>& optional = {});
  // Replaces the node, the last one planned, by its value when all its parts are constant.
  NodeId fold(NodeId id, std::size_t nodes_before, std::size_t children_before);
  bool is_constant(NodeId id) const { return planned_.plan.nodes[id].op == Op::constant; }
  const Prepared* keep(std::unique_ptr<const Prepared> prepared);
  NodeId constant(const Expr& expr, Value value);
  bool wants_fault() const {
    return environment_.options().unresolved == Unresolved::refuse && faults_.size() < kMostFaults;
  }
  // A fault, or with Unresolved::defer a constant that is an error.
  NodeId unresolved(const Expr& expr, ErrorCode code, Fault fault);
  void note_read(std::size_t slot, std::string_view field);
  std::uint32_t find_field(const PlanNode& root, const Expr& expr, std::string_view field);
  std::vector<std::string_view> path_of(ExprId id, std::vector<ExprId>& chain) const;

  const Ast& ast_;
  const Environment& environment_;
  Names names_;
  Context context_;
  Planned planned_;
  std::vector<Fault> faults_;
};

}  // namespace jg::cel
