#include "cel/to_json.h"

#include "base/base64.h"
#include "cel/convert.h"
#include "cel/walk.h"
#include "json/text.h"

namespace jg::cel {
namespace {

Value append_list(std::string& out, Value list, Context& context) {
  Walk walk(list, context);
  out += '[';
  for (bool first = true; walk.next(); first = false) {
    if (!first) out += ',';
    if (const Value failed = append_json(out, walk.value(), context); failed.is_error())
      return failed;
  }
  out += ']';
  return context.is_exhausted() ? Context::exhausted() : Value();
}

Value append_map(std::string& out, Value map, Context& context) {
  Walk walk(map, context);
  if (!walk.is_ready()) return cannot_list();
  out += '{';
  for (bool first = true; walk.next(); first = false) {
    if (!first) out += ',';
    const Value key = to_string(walk.key(), context);
    if (key.is_error()) return key;
    if (!context.spend_text(key.as_text().size())) return Context::exhausted();
    json::append_quoted(out, key.as_text());
    out += ':';
    if (const Value failed = append_json(out, walk.value(), context); failed.is_error())
      return failed;
  }
  out += '}';
  return context.is_exhausted() ? Context::exhausted() : Value();
}

}  // namespace

Value append_json(std::string& out, Value v, Context& context) {
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
      return append_json(out, v.as_optional() == nullptr ? Value() : *v.as_optional(), context);
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

std::optional<std::string> to_json(Value v, Dialect dialect) {
  Arena arena;
  Context context(arena, dialect, {});
  std::string out;
  if (append_json(out, v, context).is_error()) return std::nullopt;
  return out;
}

}  // namespace jg::cel
