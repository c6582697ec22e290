#include "cel/literal_text.h"

#include "base/hex.h"
#include "cel/convert.h"
#include "cel/walk.h"

namespace jg::cel {
namespace {

constexpr std::string_view kLeftOut = "...";

// In double quotes. Bytes are written in hexadecimal where they are no printable ASCII.
void append_quoted(std::string& out, std::string_view text, Kind kind) {
  static constexpr std::string_view kSpecial = "\n\r\t\\\"";
  static constexpr std::string_view kLetters = "nrt\\\"";
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const std::size_t special = kSpecial.find(c);
    if (special != kSpecial.npos)
      out += {'\\', kLetters[special]};
    else if (byte < 0x20 || byte == 0x7f || (kind == Kind::bytes && byte > 0x7f))
      append_hex(out += "\\x", c);
    else
      out += c;
  }
  out += '"';
}

void append_list(std::string& out, Value list, Context& context) {
  out += '[';
  Walk walk(list, context);
  for (bool first = true; walk.next(); first = false) {
    if (!first) out += ", ";
    append_literal(out, walk.value(), context);
  }
  out += context.is_exhausted() ? "...]" : "]";
}

void append_map(std::string& out, Value map, Context& context) {
  Walk walk(map, context);
  out += walk.is_ready() ? "{" : "{...";
  for (bool first = true; walk.next(); first = false) {
    if (!first) out += ", ";
    append_literal(out, walk.key(), context);
    out += ": ";
    append_literal(out, walk.value(), context);
  }
  out += context.is_exhausted() ? "...}" : "}";
}

// name("text")
void append_made(std::string& out, std::string_view name, Value v, Context& context) {
  const Value text = to_string(v, context);
  out += name;
  out += '(';
  append_quoted(out, text.is_error() ? kLeftOut : text.as_text(), Kind::string);
  out += ')';
}

void append_optional(std::string& out, Value v, Context& context) {
  if (v.as_optional() == nullptr) {
    out += "optional.none()";
    return;
  }
  out += "optional.of(";
  append_literal(out, *v.as_optional(), context);
  out += ')';
}

// A whole number looks like an int: 1.0.
std::string real_text(double d) {
  std::string text = format_double(d);
  if (text.find_first_not_of("-0123456789") == text.npos) text += ".0";
  return text;
}

}  // namespace

void append_literal(std::string& out, Value v, Context& context) {
  const bool has_text = v.is(Kind::string) || v.is(Kind::bytes);
  if (!context.spend(1) || (has_text && !context.spend_text(v.as_text().size()))) {
    out += kLeftOut;
    return;
  }
  switch (v.kind()) {
    case Kind::null: out += "null"; return;
    case Kind::boolean: out += v.as_bool() ? "true" : "false"; return;
    case Kind::integer: out += std::to_string(v.as_int()); return;
    case Kind::unsigned_integer: out += std::to_string(v.as_uint()) + "u"; return;
    case Kind::real: out += real_text(v.as_double()); return;
    case Kind::string: append_quoted(out, v.as_text(), Kind::string); return;
    case Kind::bytes: out += 'b', append_quoted(out, v.as_text(), Kind::bytes); return;
    case Kind::list: append_list(out, v, context); return;
    case Kind::map: append_map(out, v, context); return;
    case Kind::duration: append_made(out, "duration", v, context); return;
    case Kind::timestamp: append_made(out, "timestamp", v, context); return;
    case Kind::ip: append_made(out, "ip", v, context); return;
    case Kind::cidr: append_made(out, "cidr", v, context); return;
    case Kind::type: out += v.as_text(); return;
    case Kind::optional: append_optional(out, v, context); return;
    case Kind::error: out += std::string(code_of(v.code())) + ": " + v.message(); return;
  }
}

}  // namespace jg::cel
