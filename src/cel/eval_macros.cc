// Macros: the part of the evaluator that binds variables and decides which errors are absorbed.
#include "cel/access.h"
#include "cel/compare.h"
#include "cel/eval.h"
#include "cel/walk.h"

namespace jg::cel {
namespace {

bool can_walk(Value v) { return v.is(Kind::list) || v.is(Kind::map); }

// What a macro over `range` answers when it cannot even begin.
Value refusal(Value range) { return range.is_error() ? range : no_overload(); }

}  // namespace

// One variable is a list's element or a map's key; two are index or key, and value.
void Evaluator::bind(const PlanNode& node, Walk& walk) {
  if (node.has_second) {
    locals_[node.slot] = walk.key();
    locals_[node.slot + 1] = walk.value();
  } else {
    locals_[node.slot] = walk.is_list() ? walk.value() : walk.key();
  }
}

// all (decisive: false) and exists (decisive: true): one decisive element wins over any that
// failed.
Value Evaluator::quantify(const PlanNode& node, bool decisive) {
  const Value range = child(node, 0);
  if (!can_walk(range)) return refusal(range);
  Walk walk(range, context_);
  if (!walk.is_ready()) return cannot_list();
  Value failure = Value::boolean(!decisive);
  while (walk.next()) {
    bind(node, walk);
    const Value v = child(node, 1);
    if (v.is(Kind::boolean)) {
      if (v.as_bool() == decisive) return v;
    } else if (!failure.is_error()) {
      failure = v.is_error() ? v : no_overload();
    }
  }
  return context_.is_exhausted() ? Context::exhausted() : failure;
}

// Unlike exists, an error is never absorbed: the count would not be known.
Value Evaluator::exists_one(const PlanNode& node) {
  const Value range = child(node, 0);
  if (!can_walk(range)) return refusal(range);
  Walk walk(range, context_);
  if (!walk.is_ready()) return cannot_list();
  std::size_t count = 0;
  while (walk.next()) {
    bind(node, walk);
    const Value v = child(node, 1);
    if (!v.is(Kind::boolean)) return refusal(v);
    if (v.as_bool()) ++count;
  }
  return context_.is_exhausted() ? Context::exhausted() : Value::boolean(count == 1);
}

Value Evaluator::transform(const PlanNode& node) {
  const Value range = child(node, 0);
  if (!can_walk(range)) return refusal(range);
  Walk walk(range, context_);
  if (!walk.is_ready()) return cannot_list();
  Value* items = context_.make_values(walk.size());
  if (items == nullptr) return Context::exhausted();
  std::size_t size = 0;
  while (walk.next()) {
    bind(node, walk);
    if (node.filtered) {
      const Value wanted = child(node, 1);
      if (!wanted.is(Kind::boolean)) return refusal(wanted);
      if (!wanted.as_bool()) continue;
    }
    items[size] = child(node, node.filtered ? 2 : 1);
    if (items[size].is_error()) return items[size];
    ++size;
  }
  return context_.is_exhausted() ? Context::exhausted() : Value::list({items, size});
}

Value Evaluator::filter(const PlanNode& node) {
  const Value range = child(node, 0);
  if (!can_walk(range)) return refusal(range);
  Walk walk(range, context_);
  if (!walk.is_ready()) return cannot_list();
  Value* items = context_.make_values(walk.size());
  if (items == nullptr) return Context::exhausted();
  std::size_t size = 0;
  while (walk.next()) {
    bind(node, walk);
    const Value wanted = child(node, 1);
    if (!wanted.is(Kind::boolean)) return refusal(wanted);
    if (wanted.as_bool()) items[size++] = walk.is_list() ? walk.value() : walk.key();
  }
  return context_.is_exhausted() ? Context::exhausted() : Value::list({items, size});
}

// transformMap, mapValues and filterKeys keep the keys they find; transformMapEntry takes those of
// the maps it is given.
Value Evaluator::transform_map(const PlanNode& node) {
  const Value range = child(node, 0);
  if (!can_walk(range)) return refusal(range);
  Walk walk(range, context_);
  if (!walk.is_ready()) return cannot_list();
  Entry* entries = context_.make_entries(walk.size());
  if (entries == nullptr) return Context::exhausted();
  std::size_t size = 0;
  while (walk.next()) {
    bind(node, walk);
    if (node.filtered || node.op == Op::filter_keys) {
      const Value wanted = child(node, 1);
      if (!wanted.is(Kind::boolean)) return refusal(wanted);
      if (!wanted.as_bool()) continue;
    }
    Entry entry{walk.key(), walk.value()};
    if (node.op != Op::filter_keys) entry.value = child(node, node.filtered ? 2 : 1);
    if (entry.value.is_error()) return entry.value;
    if (node.op == Op::transform_map_entry) {
      if (!entry.value.is(Kind::map)) return no_overload();
      Walk pair(entry.value, context_);
      if (pair.size() != 1 || !pair.next())
        return invalid("transformMapEntry() needs a map of one entry");
      entry = {pair.key(), pair.value()};
      if (find_key(Value::map({entries, size}), entry.key, context_)) {
        return Value::error(ErrorCode::duplicate_key, "a map has the same key twice");
      }
    }
    entries[size++] = entry;
  }
  return context_.is_exhausted() ? Context::exhausted() : Value::map({entries, size});
}

// cel.bind and with(): an error is bound too, and fails only what uses it.
Value Evaluator::bind_one(const PlanNode& node) {
  locals_[node.slot] = child(node, 0);
  return child(node, 1);
}

Value Evaluator::map_optional(const PlanNode& node) {
  const Value from = child(node, 0);
  if (!from.is(Kind::optional)) return refusal(from);
  if (from.as_optional() == nullptr) return from;
  locals_[node.slot] = *from.as_optional();
  const Value to = child(node, 1);
  if (node.op == Op::opt_map) return context_.some(to);
  return to.is(Kind::optional) ? to : refusal(to);
}

Value Evaluator::optional_or(const PlanNode& node) {
  const Value first = child(node, 0);
  if (!first.is(Kind::optional)) return refusal(first);
  if (first.as_optional() != nullptr)
    return node.op == Op::optional_or ? first : *first.as_optional();
  const Value other = child(node, 1);
  return node.op == Op::optional_or_value || other.is(Kind::optional) ? other : refusal(other);
}

// default(e, v): for what is missing, undeclared or null; a mistake such as a wrong type stays an
// error.
Value Evaluator::fallback(const PlanNode& node) {
  const Value v = child(node, 0);
  const bool missing = v.is_error() && (v.code() == ErrorCode::no_such_key ||
                                        v.code() == ErrorCode::undeclared_reference);
  return missing || v.is(Kind::null) ? child(node, 1) : v;
}

// The first that is neither an error nor null; when there is none, what the last one is.
Value Evaluator::coalesce(const PlanNode& node) {
  Value v;
  for (std::uint32_t i = 0; i < node.count; ++i) {
    v = child(node, i);
    if (!v.is_error() && !v.is(Kind::null)) break;
  }
  return v;
}

}  // namespace jg::cel
