// cel/eval.h - walks a plan: strict about types, absorbing errors where CEL says so, bounded.
//
// Owner:  one evaluation's stack.
// Thread: one; the plan is shared and immutable.
// Errors: Values of Kind::error, with the place of the part that failed.
// Limits: recursion is bounded by the height of the tree (ast.h), work by the Context.
// Spec:   cel-spec, "Evaluation" (runtime errors, logical operators, macros).
#pragma once

#include <span>

#include "cel/context.h"
#include "cel/object.h"
#include "cel/plan.h"
#include "cel/value.h"

namespace jg::cel {

class Trace;
class Walk;

class Evaluator {
 public:
  // With `trace` the plan is one that was made for it.
  Evaluator(const Plan& plan, const Activation& activation, Context& context,
            Trace* trace = nullptr)
      : plan_(plan), activation_(activation), context_(context), trace_(trace) {}

  Value run();
  Value eval(NodeId id);

 private:
  Value dispatch(const PlanNode& node);
  Value dispatch_traced(NodeId id);
  Value child(const PlanNode& node, std::uint32_t i) {
    const NodeId id = plan_.children[node.first + i].node;
    const PlanNode& part = plan_.nodes[id];
    return part.op == Op::constant ? part.constant : eval(id);
  }
  bool is_optional(const PlanNode& node, std::uint32_t i) const {
    return plan_.children[node.first + i].optional;
  }

  Value logical(const PlanNode& node, bool decisive);
  Value conditional(const PlanNode& node);
  Value binary(const PlanNode& node);
  Value call(const PlanNode& node);
  Value call_with(const PlanNode& node, std::span<Value> args);
  Value make_list(const PlanNode& node);
  Value make_map(const PlanNode& node);

  // Macros: eval_macros.cc.
  void bind(const PlanNode& node, Walk& walk);
  Value quantify(const PlanNode& node, bool decisive);
  Value exists_one(const PlanNode& node);
  Value transform(const PlanNode& node);
  Value filter(const PlanNode& node);
  Value transform_map(const PlanNode& node);
  Value bind_one(const PlanNode& node);
  Value map_optional(const PlanNode& node);
  Value optional_or(const PlanNode& node);
  Value fallback(const PlanNode& node);
  Value coalesce(const PlanNode& node);

  const Plan& plan_;
  const Activation& activation_;
  Context& context_;
  Trace* trace_;
  Value* locals_ = nullptr;
};

// For the planner: the value of a node all of whose parts are constant.
Value evaluate_constant(const Plan& plan, NodeId id, Context& context);

}  // namespace jg::cel
