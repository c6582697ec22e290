#include <algorithm>
#include <array>
#include <string>
#include <unordered_set>
#include <vector>

#include "cel/access.h"
#include "cel/convert.h"
#include "cel/functions/groups.h"
#include "cel/walk.h"

namespace jg::cel::functions {
namespace {

// All of both; where both have a key, the second's value stands.
Value merge(const Call& call) {
  if (!call.args[0].is(Kind::map) || !call.args[1].is(Kind::map)) return no_overload();
  Walk first(call.args[0], call.context);
  Walk second(call.args[1], call.context);
  if (!first.is_ready() || !second.is_ready()) return cannot_list();
  Entry* entries = call.context.make_entries(first.size() + second.size());
  if (entries == nullptr) return Context::exhausted();
  std::size_t size = 0;
  while (first.next()) {
    if (find_key(call.args[1], first.key(), call.context)) continue;
    entries[size++] = {first.key(), first.value()};
  }
  while (second.next()) entries[size++] = {second.key(), second.value()};
  return call.context.is_exhausted() ? Context::exhausted() : Value::map({entries, size});
}

// Lists within a list give their items; one level. A map stays one: a field of the access log gives
// each entry a field (Program::outermost_call()).
Value flatten(const Call& call) {
  if (call.args[0].is(Kind::map)) return call.args[0];
  if (!call.args[0].is(Kind::list)) return no_overload();
  std::size_t count = 0;
  for (Walk walk(call.args[0], call.context); walk.next();) {
    count += walk.value().is(Kind::list) ? Walk(walk.value(), call.context).size() : 1;
  }
  Value* items = call.context.make_values(count);
  if (items == nullptr) return Context::exhausted();
  std::size_t size = 0;
  for (Walk walk(call.args[0], call.context); walk.next();) {
    if (!walk.value().is(Kind::list)) {
      items[size++] = walk.value();
      continue;
    }
    for (Walk inner(walk.value(), call.context); inner.next();) items[size++] = inner.value();
  }
  return call.context.is_exhausted() ? Context::exhausted() : Value::list({items, size});
}

// Gathers what lies below, each under its path: "a.b", "a.0".
class Paths {
 public:
  explicit Paths(Context& context) : context_(context) {}

  // An error, or null.
  Value add(Value v) {
    if (!v.is(Kind::list) && !v.is(Kind::map)) return put(v);
    Walk walk(v, context_);
    if (!walk.is_ready()) return cannot_list();
    while (walk.next()) {
      const Value key = to_string(walk.key(), context_);
      if (key.is_error()) return key;
      const std::size_t before = path_.size();
      if (before > 0) path_ += '.';
      path_ += key.as_text();
      if (const Value failed = add(walk.value()); failed.is_error()) return failed;
      path_.resize(before);
    }
    return context_.is_exhausted() ? Context::exhausted() : Value();
  }

  Value map() const {
    Entry* entries = context_.make_entries(found_.size());
    if (entries == nullptr) return Context::exhausted();
    std::ranges::copy(found_, entries);
    return Value::map({entries, found_.size()});
  }

 private:
  Value put(Value v) {
    const Value key = context_.copy_string(path_);
    if (key.is_error()) return key;
    if (!known_.insert(key.as_text()).second)
      return Value::error(ErrorCode::duplicate_key, "two parts have the same path");
    found_.push_back({key, v});
    return {};
  }

  Context& context_;
  std::string path_;
  std::vector<Entry> found_;
  std::unordered_set<std::string_view> known_;
};

Value flatten_deeply(const Call& call) {
  if (!call.args[0].is(Kind::map) && !call.args[0].is(Kind::list)) return no_overload();
  Paths paths(call.context);
  const Value failed = paths.add(call.args[0]);
  return failed.is_error() ? failed : paths.map();
}

constexpr auto kTable = std::to_array<Function>({
    {.name = "merge",
     .style = Style::both,
     .signature = "map, map -> map",
     .says = "All of both; where both have a key, the second counts",
     .body = merge,
     .dialect = Dialect::gateway},
    {.name = "flatten",
     .style = Style::both,
     .signature = "list|map -> list|map",
     .says = "A list with the items of the lists in it; a map as it is",
     .body = flatten,
     .dialect = Dialect::gateway},
    {.name = "flattenRecursive",
     .style = Style::both,
     .signature = "list|map -> map",
     .says = "A map whose maps and lists, however deep, have become keys such as `a.b` and `a.0`",
     .body = flatten_deeply,
     .dialect = Dialect::gateway},
});

}  // namespace

Group maps() { return {"Maps, in rules", kTable}; }

}  // namespace jg::cel::functions
