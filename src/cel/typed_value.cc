#include "cel/typed_value.h"

#include <charconv>
#include <cmath>
#include <limits>

#include "base/base64.h"
#include "cel/convert.h"
#include "cel/time.h"
#include "cel/walk.h"
#include "json/text.h"

namespace jg::cel {
namespace {

template <class Number>
std::optional<Number> number_of(json::Value text) {
  const auto digits = text.as_string();
  Number n = 0;
  if (!digits) return std::nullopt;
  const auto [end, error] = std::from_chars(digits->data(), digits->data() + digits->size(), n);
  if (error != std::errc() || end != digits->data() + digits->size()) return std::nullopt;
  return n;
}

std::optional<Value> read_double(json::Value from) {
  if (const auto d = from.as_double()) return Value::real(*d);
  const auto text = from.as_string();
  if (text == "NaN") return Value::real(std::numeric_limits<double>::quiet_NaN());
  if (text == "Infinity") return Value::real(std::numeric_limits<double>::infinity());
  if (text == "-Infinity") return Value::real(-std::numeric_limits<double>::infinity());
  return std::nullopt;
}

std::optional<Value> read_list(json::Value from, Context& context) {
  Value* items = context.make_values(from.size());
  if (from.kind() != json::Kind::array || items == nullptr) return std::nullopt;
  std::size_t size = 0;
  for (auto at = from.elements(); at.valid(); at = at.next()) {
    const auto item = read_typed(at.value(), context);
    if (!item) return std::nullopt;
    items[size++] = *item;
  }
  return Value::list({items, size});
}

std::optional<Value> read_map(json::Value from, Context& context) {
  Entry* entries = context.make_entries(from.size());
  if (from.kind() != json::Kind::array || entries == nullptr) return std::nullopt;
  std::size_t size = 0;
  for (auto at = from.elements(); at.valid(); at = at.next()) {
    const auto pair = read_list(at.value(), context);
    if (!pair || pair->items().size() != 2) return std::nullopt;
    entries[size++] = {pair->items()[0], pair->items()[1]};
  }
  return Value::map({entries, size});
}

std::optional<Value> read_time(std::string_view type, json::Value from) {
  const auto text = from.find("seconds");
  const auto seconds = text ? number_of<std::int64_t>(*text) : std::nullopt;
  const auto part = from.find("nanos");
  const auto nanos = part ? part->as_int() : std::nullopt;
  if (!seconds || !nanos) return std::nullopt;
  if (type == "timestamp") return Value::timestamp({*seconds, static_cast<std::uint32_t>(*nanos)});
  std::int64_t total = 0;
  if (__builtin_mul_overflow(*seconds, time::kNanosPerSecond, &total)) return std::nullopt;
  if (__builtin_add_overflow(total, *nanos, &total)) return std::nullopt;
  return Value::duration(total);
}

std::optional<Value> read_bytes(json::Value from, Context& context) {
  const auto text = from.as_string();
  const auto decoded = text ? base64_decode(*text) : std::nullopt;
  return decoded ? std::optional(context.copy_bytes(*decoded)) : std::nullopt;
}

void append_count(std::string& out, std::int64_t seconds, std::int64_t nanos) {
  out +=
      "{\"seconds\":\"" + std::to_string(seconds) + "\",\"nanos\":" + std::to_string(nanos) + "}";
}

void append_list(std::string& out, Value list, Context& context) {
  out += '[';
  Walk walk(list, context);
  for (bool first = true; walk.next(); first = false) {
    if (!first) out += ',';
    append_typed(out, walk.value(), context);
  }
  out += ']';
}

void append_map(std::string& out, Value map, Context& context) {
  out += '[';
  Walk walk(map, context);
  for (bool first = true; walk.next(); first = false) {
    out += first ? "[" : ",[";
    append_typed(out, walk.key(), context);
    out += ',';
    append_typed(out, walk.value(), context);
    out += ']';
  }
  out += ']';
}

void append_double(std::string& out, double d) {
  if (std::isfinite(d))
    json::append_number(out, d);
  else
    json::append_quoted(out, format_double(d));
}

void append_optional(std::string& out, Value v, Context& context) {
  if (v.as_optional() == nullptr)
    out += "null";
  else
    append_typed(out, *v.as_optional(), context);
}

}  // namespace

std::optional<Value> read_typed(json::Value from, Context& context) {
  const auto member = from.members();
  if (!member.valid() || from.size() != 1) return std::nullopt;
  const std::string_view type = member.name();
  const json::Value v = member.value();
  if (type == "null") return Value::null();
  if (type == "bool")
    return v.as_bool().has_value() ? std::optional(Value::boolean(*v.as_bool())) : std::nullopt;
  if (type == "int") {
    const auto n = number_of<std::int64_t>(v);
    return n ? std::optional(Value::integer(*n)) : std::nullopt;
  }
  if (type == "uint") {
    const auto n = number_of<std::uint64_t>(v);
    return n ? std::optional(Value::unsigned_integer(*n)) : std::nullopt;
  }
  if (type == "double") return read_double(v);
  if (type == "string")
    return v.as_string() ? std::optional(Value::string(*v.as_string())) : std::nullopt;
  if (type == "type")
    return v.as_string() ? std::optional(Value::type(*v.as_string())) : std::nullopt;
  if (type == "bytes") return read_bytes(v, context);
  if (type == "list") return read_list(v, context);
  if (type == "map") return read_map(v, context);
  if (type == "duration" || type == "timestamp") return read_time(type, v);
  return std::nullopt;
}

void append_typed(std::string& out, Value v, Context& context) {
  switch (v.kind()) {
    case Kind::null: out += "{\"null\":null"; break;
    case Kind::boolean: out += v.as_bool() ? "{\"bool\":true" : "{\"bool\":false"; break;
    case Kind::integer: out += "{\"int\":\"" + std::to_string(v.as_int()) + "\""; break;
    case Kind::unsigned_integer: out += "{\"uint\":\"" + std::to_string(v.as_uint()) + "\""; break;
    case Kind::real: out += "{\"double\":", append_double(out, v.as_double()); break;
    case Kind::string: out += "{\"string\":", json::append_quoted(out, v.as_text()); break;
    case Kind::bytes:
      out += "{\"bytes\":", json::append_quoted(out, base64_encode(v.as_text()));
      break;
    case Kind::type: out += "{\"type\":", json::append_quoted(out, v.as_text()); break;
    case Kind::list: out += "{\"list\":", append_list(out, v, context); break;
    case Kind::map: out += "{\"map\":", append_map(out, v, context); break;
    case Kind::duration:
      out += "{\"duration\":";
      append_count(out, v.as_duration() / time::kNanosPerSecond,
                   v.as_duration() % time::kNanosPerSecond);
      break;
    case Kind::timestamp:
      out += "{\"timestamp\":", append_count(out, v.as_timestamp().seconds, v.as_timestamp().nanos);
      break;
    case Kind::optional: out += "{\"optional\":", append_optional(out, v, context); break;
    case Kind::ip:
    case Kind::cidr: {
      const Value text = to_string(v, context);
      out += v.is(Kind::ip) ? "{\"ip\":" : "{\"cidr\":";
      json::append_quoted(out, text.is_error() ? std::string_view() : text.as_text());
      break;
    }
    case Kind::error:
      out += "{\"error\":";
      json::append_quoted(out, std::string(code_of(v.code())) + ": " + v.message());
      break;
  }
  out += '}';
}

}  // namespace jg::cel
