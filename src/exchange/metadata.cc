#include "exchange/metadata.h"

#include <new>

#include "cel/context.h"
#include "cel/walk.h"

namespace jg::exchange {
namespace {

using cel::Context;
using cel::Entry;
using cel::Kind;
using cel::Value;

Value copy(Value value, Context& context);

Value copy_list(Value list, Context& context) {
  cel::Walk walk(list, context);
  Value* const items = context.make_values(walk.size());
  if (items == nullptr) return Context::exhausted();
  std::size_t size = 0;
  while (walk.next()) items[size++] = copy(walk.value(), context);
  return Value::list({items, size});
}

Value copy_map(Value map, Context& context) {
  cel::Walk walk(map, context);
  if (!walk.is_ready()) return cel::cannot_list();
  Entry* const entries = context.make_entries(walk.size());
  if (entries == nullptr) return Context::exhausted();
  std::size_t size = 0;
  while (walk.next()) entries[size++] = {copy(walk.key(), context), copy(walk.value(), context)};
  return Value::map({entries, size});
}

// All else lies in the value itself, in the arena or in the expression.
Value copy(Value value, Context& context) {
  switch (value.kind()) {
    case Kind::string: return context.copy_string(value.as_text());
    case Kind::bytes: return context.copy_bytes(value.as_text());
    case Kind::list: return copy_list(value, context);
    case Kind::map: return copy_map(value, context);
    case Kind::optional:
      return value.as_optional() == nullptr ? Value() : copy(*value.as_optional(), context);
    case Kind::null:
    case Kind::boolean:
    case Kind::integer:
    case Kind::unsigned_integer:
    case Kind::real:
    case Kind::duration:
    case Kind::timestamp:
    case Kind::type:
    case Kind::ip:
    case Kind::cidr:
    case Kind::error: return value;
  }
  return value;
}

}  // namespace

void add_metadata(Exchange& exchange, std::string_view name, Value value) {
  Context context(exchange.arena, cel::Dialect::gateway, {});
  const Value kept = copy(value, context);
  const bool is_kept = !kept.is_error() && !context.is_exhausted();
  const std::span<const Entry> before = exchange.facts.metadata;
  auto* const entries = static_cast<Entry*>(
      exchange.arena.allocate((before.size() + 1) * sizeof(Entry), alignof(Entry)));
  std::size_t size = 0;
  for (const Entry& entry : before)
    if (entry.key.as_text() != name) new (&entries[size++]) Entry(entry);
  if (is_kept) new (&entries[size++]) Entry{Value::string(name), kept};
  exchange.facts.metadata = {entries, size};
}

}  // namespace jg::exchange
