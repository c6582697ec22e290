// json(), toJson(): between text and values. What is parsed is copied to the arena, since nothing
// there is destroyed.
#include <array>
#include <string>

#include "base/base64.h"
#include "cel/access.h"
#include "cel/functions/groups.h"
#include "cel/to_json.h"
#include "json/value.h"

namespace jg::cel::functions {
namespace {

Value copy(json::Value from, Context& context);

Value copy_array(json::Value from, Context& context) {
  Value* items = context.make_values(from.size());
  if (items == nullptr) return Context::exhausted();
  std::size_t size = 0;
  for (auto at = from.elements(); at.valid(); at = at.next()) {
    items[size] = copy(at.value(), context);
    if (items[size++].is_error()) return items[size - 1];
  }
  return Value::list({items, size});
}

Value copy_object(json::Value from, Context& context) {
  Entry* entries = context.make_entries(from.size());
  if (entries == nullptr) return Context::exhausted();
  std::size_t size = 0;
  for (auto at = from.members(); at.valid(); at = at.next()) {
    Entry& entry = entries[size++];
    entry = {context.copy_string(at.name()), copy(at.value(), context)};
    if (entry.key.is_error()) return entry.key;
    if (entry.value.is_error()) return entry.value;
  }
  return Value::map({entries, size});
}

// Recursion is bounded by the depth that the JSON parser allows.
Value copy(json::Value from, Context& context) {
  if (!context.spend(1)) return Context::exhausted();
  switch (from.kind()) {
    case json::Kind::string: return context.copy_string(*from.as_string());
    case json::Kind::array: return copy_array(from, context);
    case json::Kind::object: return copy_object(from, context);
    case json::Kind::null:
    case json::Kind::boolean:
    case json::Kind::integer:
    case json::Kind::unsigned_integer:
    case json::Kind::real: return Value::json(from);
  }
  return Value::null();
}

Value parse(std::string_view text, Context& context) {
  if (!context.spend(1 + text.size() / 4)) return Context::exhausted();
  const auto document = json::Document::parse(text);
  return document ? copy(document->root(), context) : invalid("this text is not JSON");
}

Value parse_json(const Call& call) {
  const Value v = call.args[0];
  return v.is(Kind::string) || v.is(Kind::bytes) ? parse(v.as_text(), call.context) : no_overload();
}

Value parse_json_field(const Call& call) {
  const Value name = call.args[1];
  if (!name.is(Kind::string)) return no_overload();
  const Value object = parse_json(call);
  if (object.is_error()) return object;
  return object.is(Kind::map) ? select(object, name.as_text(), call.context)
                              : invalid("this JSON is not an object");
}

// The middle part of a token, unverified: for looking, never for deciding who somebody is.
Value unvalidated_payload(const Call& call) {
  if (!call.args[0].is(Kind::string)) return no_overload();
  const std::string_view token = call.args[0].as_text();
  const std::size_t first = token.find('.');
  const std::size_t second = first == std::string_view::npos ? first : token.find('.', first + 1);
  if (second == std::string_view::npos) return invalid("this text is not a JWT");
  if (!call.context.spend_text(token.size())) return Context::exhausted();
  const auto payload = base64url_decode(token.substr(first + 1, second - first - 1));
  return payload ? parse(*payload, call.context) : invalid("this text is not a JWT");
}

Value write_json(const Call& call) {
  std::string out;
  const Value failed = append_json(out, call.args[0], call.context);
  return failed.is_error() ? failed : call.context.copy_string(out);
}

constexpr auto kTable = std::to_array<Function>({
    {.name = "json",
     .style = Style::both,
     .signature = "string|bytes -> any",
     .says = "The value of a JSON text; a name that comes twice is an error",
     .body = parse_json,
     .dialect = Dialect::gateway},
    {.name = "jsonField",
     .style = Style::both,
     .signature = "string|bytes, string -> any",
     .says = "One member of a JSON object; an error when it has none of that name",
     .body = parse_json_field,
     .dialect = Dialect::gateway},
    {.name = "toJson",
     .style = Style::both,
     .signature = "any -> string",
     .says = "As JSON; bytes in base64, times and addresses as text",
     .body = write_json,
     .dialect = Dialect::gateway},
    {.name = "to_json",
     .style = Style::both,
     .signature = "any -> string",
     .says = "As toJson()",
     .body = write_json,
     .dialect = Dialect::gateway},
    {.name = "unvalidatedJwtPayload",
     .style = Style::both,
     .signature = "string -> any",
     .says = "The claims of a token that nobody has verified: to look at, never to decide by",
     .body = unvalidated_payload,
     .dialect = Dialect::gateway},
});

}  // namespace

Group json() { return {"JSON", kTable}; }

}  // namespace jg::cel::functions
