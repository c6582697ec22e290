#include "cel/eval.h"

#include <algorithm>
#include <array>

#include "cel/access.h"
#include "cel/arithmetic.h"
#include "cel/compare.h"
#include "cel/constant_set.h"
#include "cel/trace.h"

namespace jg::cel {
namespace {

constexpr std::size_t kFewArguments = 4;  // kept on the stack; more go to the arena

class NoActivation final : public Activation {
 public:
  Value root(std::size_t, Arena&) const override { return Value::null(); }
};

Value negate_logically(Value v) {
  if (v.is(Kind::boolean)) return Value::boolean(!v.as_bool());
  return v.is_error() ? v : no_overload();
}

bool can_be_key(Value v) {
  return v.is(Kind::boolean) || v.is(Kind::integer) || v.is(Kind::unsigned_integer) ||
         v.is(Kind::string);
}

}  // namespace

Value evaluate_constant(const Plan& plan, NodeId id, Context& context) {
  const NoActivation nothing;
  return Evaluator(plan, nothing, context).eval(id);
}

Value Evaluator::run() {
  if (plan_.locals > 0) locals_ = context_.make_values(plan_.locals);
  if (plan_.locals > 0 && locals_ == nullptr) return Context::exhausted();
  const Value value = eval(plan_.root);
  // Whatever was cut short on the way may have looked like an answer.
  return context_.is_exhausted() ? Context::exhausted() : value;
}

Value Evaluator::eval(NodeId id) {
  const PlanNode& node = plan_.nodes[id];
  if (node.op == Op::constant) return node.constant;
  if (!context_.spend(1)) return Context::exhausted();
  const Value value = trace_ == nullptr ? dispatch(node) : dispatch_traced(id);
  if (!value.is_error() || value.place() != Value::kNowhere) return value;
  return Value::error(value.code(), value.message(), node.offset);
}

Value Evaluator::dispatch_traced(NodeId id) {
  const Written written = plan_.written[id];
  if (written.end == 0) return dispatch(plan_.nodes[id]);
  const std::size_t line = trace_->enter(written.begin, written.end);
  const Value value = dispatch(plan_.nodes[id]);
  trace_->leave(line, value);
  return value;
}

Value Evaluator::dispatch(const PlanNode& node) {
  switch (node.op) {
    case Op::constant: return node.constant;
    case Op::root: return activation_.root(node.slot, context_.arena());
    case Op::member:
      // As much as for the two parts that it is.
      if (!context_.spend(1)) return Context::exhausted();
      return activation_.member({node.slot, node.field, node.constant.as_text()}, context_);
    case Op::local: return locals_[node.slot];
    case Op::select: return select(child(node, 0), node.constant.as_text(), context_);
    case Op::optional_select:
      return select_optional(child(node, 0), node.constant.as_text(), context_);
    case Op::has: return has(child(node, 0), node.constant.as_text(), context_);
    case Op::index:
    case Op::optional_index:
    case Op::equal:
    case Op::not_equal:
    case Op::in:
    case Op::binary: return binary(node);
    case Op::call: return call(node);
    case Op::both: return logical(node, false);
    case Op::either: return logical(node, true);
    case Op::conditional: return conditional(node);
    case Op::unary: {
      const Value operand = child(node, 0);
      if (node.oper == Operator::negate_logically) return negate_logically(operand);
      return operand.is_error() ? operand : negate(operand);
    }
    case Op::list: return make_list(node);
    case Op::map: return make_map(node);
    case Op::all: return quantify(node, false);
    case Op::exists: return quantify(node, true);
    case Op::exists_one: return exists_one(node);
    case Op::transform: return transform(node);
    case Op::filter: return filter(node);
    case Op::transform_map:
    case Op::transform_map_entry:
    case Op::filter_keys: return transform_map(node);
    case Op::bind: return bind_one(node);
    case Op::opt_map:
    case Op::opt_flat_map: return map_optional(node);
    case Op::optional_or:
    case Op::optional_or_value: return optional_or(node);
    case Op::fallback: return fallback(node);
    case Op::coalesce: return coalesce(node);
  }
  return no_overload();
}

// && and ||: an operand that decides wins over any that failed, whatever their order.
Value Evaluator::logical(const PlanNode& node, bool decisive) {
  Value failure = Value::boolean(!decisive);
  for (std::uint32_t i = 0; i < node.count; ++i) {
    const Value v = child(node, i);
    if (v.is(Kind::boolean)) {
      if (v.as_bool() == decisive) return v;
    } else if (!failure.is_error()) {
      failure = v.is_error() ? v : no_overload();
    }
  }
  return failure;
}

Value Evaluator::conditional(const PlanNode& node) {
  const Value test = child(node, 0);
  if (test.is(Kind::boolean)) return child(node, test.as_bool() ? 1 : 2);
  return test.is_error() ? test : no_overload();
}

Value Evaluator::binary(const PlanNode& node) {
  const Value a = child(node, 0);
  if (a.is_error()) return a;
  const Value b = child(node, 1);
  if (b.is_error()) return b;
  switch (node.op) {
    case Op::index: return index(a, b, context_);
    case Op::optional_index: return index_optional(a, b, context_);
    case Op::equal: return equal(a, b, context_);
    case Op::not_equal: return negate_logically(equal(a, b, context_));
    case Op::in:
      if (node.prepared != nullptr) return ConstantSet::of(*node.prepared).has(a);
      return contains(b, a, context_);
    default: break;
  }
  switch (node.oper) {
    case Operator::less:
    case Operator::less_equal:
    case Operator::greater:
    case Operator::greater_equal: break;
    default: return compute(node.oper, a, b, context_);
  }
  const auto ordered = order(a, b);
  if (!ordered) return no_overload();
  switch (node.oper) {
    case Operator::less: return Value::boolean(*ordered < 0);
    case Operator::less_equal: return Value::boolean(*ordered <= 0);
    case Operator::greater: return Value::boolean(*ordered > 0);
    default: return Value::boolean(*ordered >= 0);
  }
}

Value Evaluator::call(const PlanNode& node) {
  if (node.count <= kFewArguments) {
    std::array<Value, kFewArguments> args;
    return call_with(node, std::span(args).first(node.count));
  }
  Value* args = context_.make_values(node.count);
  if (args == nullptr) return Context::exhausted();
  return call_with(node, {args, node.count});
}

Value Evaluator::call_with(const PlanNode& node, std::span<Value> args) {
  for (std::uint32_t i = 0; i < args.size(); ++i) {
    args[i] = child(node, i);
    if (args[i].is_error()) return args[i];
  }
  const bool on_object =
      !args.empty() && args[0].is(Kind::map) && args[0].form() == Value::Form::object;
  const Function& function = *node.function;
  if (on_object && function.style != Style::global) {
    const auto own = args[0].as_object().call(function.name, args.subspan(1), context_.arena());
    if (own) return context_.pay_for(*own);
  }
  return function.body == nullptr ? no_overload() : function.body({args, context_, node.prepared});
}

Value Evaluator::make_list(const PlanNode& node) {
  Value* items = context_.make_values(node.count);
  if (items == nullptr) return Context::exhausted();
  std::size_t size = 0;
  for (std::uint32_t i = 0; i < node.count; ++i) {
    Value v = child(node, i);
    if (v.is_error()) return v;
    if (is_optional(node, i)) {
      if (!v.is(Kind::optional)) return no_overload();
      if (v.as_optional() == nullptr) continue;
      v = *v.as_optional();
    }
    items[size++] = v;
  }
  return Value::list({items, size});
}

Value Evaluator::make_map(const PlanNode& node) {
  Entry* entries = context_.make_entries(node.count / 2);
  if (entries == nullptr) return Context::exhausted();
  std::size_t size = 0;
  for (std::uint32_t i = 0; i < node.count; i += 2) {
    Entry entry{child(node, i), {}};
    if (entry.key.is_error()) return entry.key;
    if (!can_be_key(entry.key)) return invalid("a map's key is a bool, int, uint or string");
    entry.value = child(node, i + 1);
    if (entry.value.is_error()) return entry.value;
    if (is_optional(node, i)) {
      if (!entry.value.is(Kind::optional)) return no_overload();
      if (entry.value.as_optional() == nullptr) continue;
      entry.value = *entry.value.as_optional();
    }
    if (!context_.spend(size / 8)) return Context::exhausted();
    const bool repeated = std::any_of(
        entries, entries + size, [&](const Entry& e) { return equal_scalars(e.key, entry.key); });
    if (repeated) return Value::error(ErrorCode::duplicate_key, "a map has the same key twice");
    entries[size++] = entry;
  }
  return Value::map({entries, size});
}

}  // namespace jg::cel
