// json(), toJson(): between text and values. What is parsed is copied to the arena, since nothing
// there is destroyed.
#include <array>
#include <cmath>
#include <string>

#include "base/base64.h"
#include "cel/convert.h"
#include "cel/functions/groups.h"
#include "cel/walk.h"
#include "json/text.h"

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

// An error, or null when all went well.
Value append(std::string& out, Value v, Context& context);

Value append_list(std::string& out, Value list, Context& context) {
  Walk walk(list, context);
  out += '[';
  for (bool first = true; walk.next(); first = false) {
    if (!first) out += ',';
    if (const Value failed = append(out, walk.value(), context); failed.is_error()) return failed;
  }
  out += ']';
  return {};
}

Value append_map(std::string& out, Value map, Context& context) {
  Walk walk(map, context);
  if (!walk.is_ready()) return cannot_list();
  out += '{';
  for (bool first = true; walk.next(); first = false) {
    if (!first) out += ',';
    const Value key = to_string(walk.key(), context);
    if (key.is_error()) return key;
    json::append_quoted(out, key.as_text());
    out += ':';
    if (const Value failed = append(out, walk.value(), context); failed.is_error()) return failed;
  }
  out += '}';
  return {};
}

Value append(std::string& out, Value v, Context& context) {
  const bool has_text = v.is(Kind::string) || v.is(Kind::bytes);
  if (!context.spend(1) || (has_text && !context.spend_text(v.as_text().size())))
    return Context::exhausted();
  switch (v.kind()) {
    case Kind::null: out += "null"; return {};
    case Kind::boolean: out += v.as_bool() ? "true" : "false"; return {};
    case Kind::integer: out += std::to_string(v.as_int()); return {};
    case Kind::unsigned_integer: out += std::to_string(v.as_uint()); return {};
    case Kind::real: json::append_number(out, v.as_double()); return {};
    case Kind::string: json::append_quoted(out, v.as_text()); return {};
    case Kind::bytes: json::append_quoted(out, base64_encode(v.as_text())); return {};
    case Kind::list: return append_list(out, v, context);
    case Kind::map: return append_map(out, v, context);
    case Kind::optional:
      return append(out, v.as_optional() == nullptr ? Value() : *v.as_optional(), context);
    case Kind::duration:
    case Kind::timestamp:
    case Kind::type:
    case Kind::ip:
    case Kind::cidr: {
      const Value text = to_string(v, context);
      if (!text.is_error()) json::append_quoted(out, text.as_text());
      return text.is_error() ? text : Value();
    }
    case Kind::error: return v;
  }
  return {};
}

Value write_json(const Call& call) {
  std::string out;
  const Value failed = append(out, call.args[0], call.context);
  return failed.is_error() ? failed : call.context.copy_string(out);
}

constexpr std::array kTable = {
    Function{.name = "json", .style = Style::both, .body = parse_json, .dialect = Dialect::gateway},
    Function{
        .name = "toJson", .style = Style::both, .body = write_json, .dialect = Dialect::gateway},
    Function{
        .name = "to_json", .style = Style::both, .body = write_json, .dialect = Dialect::gateway},
    Function{.name = "unvalidatedJwtPayload",
             .style = Style::both,
             .body = unvalidated_payload,
             .dialect = Dialect::gateway},
};

}  // namespace

Group json() { return kTable; }

}  // namespace jg::cel::functions
