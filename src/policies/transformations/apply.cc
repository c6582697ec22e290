#include "policies/transformations/apply.h"

#include <new>
#include <span>

#include "base/ascii.h"
#include "base/lower_in.h"
#include "cel/walk.h"
#include "exchange/gateway_field.h"
#include "exchange/metadata.h"
#include "exchange/value_text.h"
#include "http/grammar.h"

namespace jg::policies::transformations {
namespace {

using cel::Value;
using exchange::RequestVariables;

std::span<Value> evaluate_all(const Named& named, const RequestVariables& variables, Arena& arena) {
  auto* const room =
      static_cast<Value*>(arena.allocate(named.size() * sizeof(Value), alignof(Value)));
  for (std::size_t i = 0; i < named.size(); ++i)
    new (&room[i]) Value(named[i].second->evaluate(variables, arena));
  return {room, named.size()};
}

class Writer {
 public:
  Writer(Message& message, Arena& arena)
      : message_(message), arena_(arena), context_(arena, cel::Dialect::gateway, {}) {}

  void replace(Value fields);
  void add(std::string_view name, Value value);
  void set(std::string_view name, Value value);

 private:
  // A field whose values are a list is written once for each.
  void append(http::Fields& fields, std::string_view name, Value value);

  Message& message_;
  Arena& arena_;
  cel::Context context_;
};

void Writer::append(http::Fields& fields, std::string_view name, Value value) {
  if (value.is(cel::Kind::list)) {
    for (cel::Walk walk(value, context_); walk.next();)
      if (!walk.value().is(cel::Kind::list)) append(fields, name, walk.value());
    return;
  }
  const auto text = exchange::text_of(value, arena_);
  // What was read from a message may hold what would end the field.
  if (text && http::is_value(*text)) fields.add(name, ascii::trim(*text));
}

void Writer::add(std::string_view name, Value value) {
  name.starts_with(':') ? message_.set_pseudo(name, value) : append(message_.fields(), name, value);
}

void Writer::set(std::string_view name, Value value) {
  if (name.starts_with(':')) return message_.set_pseudo(name, value);
  message_.fields().remove(name);
  append(message_.fields(), name, value);
}

// Nothing is lost to an expression that gives no map. One that gives the fields that are there looks
// at them until the last is copied.
void Writer::replace(Value fields) {
  if (!fields.is(cel::Kind::map)) return;
  cel::Walk walk(fields, context_);
  if (!walk.is_ready()) return;
  http::Fields made;
  while (walk.next()) {
    if (!walk.key().is(cel::Kind::string)) continue;
    const std::string_view lower = lower_in(walk.key().as_text(), arena_);
    if (http::is_lower_token(lower) && lower != "host" && !exchange::is_gateway_field(lower))
      append(made, lower, walk.value());
  }
  message_.fields() = std::move(made);
}

}  // namespace

void apply(const Transformation& transformation, exchange::Exchange& exchange,
           const exchange::Surroundings& surroundings, Message& message) {
  Arena& arena = exchange.arena;
  for (const auto& [name, expression] : transformation.metadata) {
    const RequestVariables variables(exchange, surroundings);
    exchange::add_metadata(exchange, name, expression->evaluate(variables, arena));
  }
  const RequestVariables variables(exchange, surroundings);
  const auto added = evaluate_all(transformation.add, variables, arena);
  const auto set = evaluate_all(transformation.set, variables, arena);
  const Value replaced =
      transformation.replace ? (*transformation.replace)->evaluate(variables, arena) : Value();
  const Value body =
      transformation.body ? (*transformation.body)->evaluate(variables, arena) : Value();
  Writer writer(message, arena);
  writer.replace(replaced);
  for (std::size_t i = 0; i < added.size(); ++i) writer.add(transformation.add[i].first, added[i]);
  for (std::size_t i = 0; i < set.size(); ++i) writer.set(transformation.set[i].first, set[i]);
  for (const std::string& name : transformation.remove) message.fields().remove(name);
  if (transformation.body) message.set_body(exchange::text_of(body, arena).value_or(""));
}

}  // namespace jg::policies::transformations
