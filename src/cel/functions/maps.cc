#include <array>

#include "cel/access.h"
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

// Lists within a list give their items; one level.
Value flatten(const Call& call) {
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

constexpr std::array kTable = {
    Function{.name = "merge",
             .style = Style::both,
             .least = 2,
             .most = 2,
             .body = merge,
             .dialect = Dialect::gateway},
    Function{.name = "flatten", .style = Style::both, .body = flatten, .dialect = Dialect::gateway},
};

}  // namespace

Group maps() { return kTable; }

}  // namespace jg::cel::functions
