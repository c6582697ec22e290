#include <array>
#include <string>

#include "base/base64.h"
#include "cel/functions/groups.h"
#include "cel/percent.h"
#include "cel/utf8.h"

namespace jg::cel::functions {
namespace {

bool is_text(Value v) { return v.is(Kind::string) || v.is(Kind::bytes); }

Value encode_base64(const Call& call) {
  if (!is_text(call.args[0])) return no_overload();
  if (!call.context.spend_text(call.args[0].as_text().size())) return Context::exhausted();
  return call.context.copy_string(base64_encode(call.args[0].as_text()));
}

// Padding may be left out.
Value decode_base64(const Call& call) {
  if (!is_text(call.args[0])) return no_overload();
  std::string padded(call.args[0].as_text());
  if (!call.context.spend_text(padded.size())) return Context::exhausted();
  while (padded.size() % 4 != 0) padded += '=';
  const auto decoded = base64_decode(padded);
  return decoded ? call.context.copy_bytes(*decoded) : invalid("this text is not base64");
}

// RFC 3986 section 2: all but the unreserved characters.
Value encode_url(const Call& call) {
  if (!is_text(call.args[0])) return no_overload();
  if (!call.context.spend_text(call.args[0].as_text().size())) return Context::exhausted();
  std::string out;
  append_percent(out, call.args[0].as_text());
  return call.context.copy_string(out);
}

Value decode_url(const Call& call) {
  if (!call.args[0].is(Kind::string)) return no_overload();
  const std::string_view text = call.args[0].as_text();
  if (!call.context.spend_text(text.size())) return Context::exhausted();
  const auto out = decode_percent(text);
  if (!out) return invalid("this text is not percent-encoded");
  return utf8::is_valid(*out) ? call.context.copy_string(*out)
                              : invalid("the decoded text is not UTF-8");
}

constexpr auto kTable = std::to_array<Function>({
    {.name = "base64.encode",
     .signature = "string|bytes -> string",
     .says = "Base64 with padding (RFC 4648 section 4)",
     .body = encode_base64},
    {.name = "base64.decode",
     .signature = "string|bytes -> bytes",
     .says = "The bytes; string() makes text of them. Padding may be left out",
     .body = decode_base64},
    {.name = "base64Encode",
     .style = Style::both,
     .signature = "string|bytes -> string",
     .says = "As base64.encode()",
     .body = encode_base64,
     .dialect = Dialect::gateway},
    {.name = "base64Decode",
     .style = Style::both,
     .signature = "string|bytes -> bytes",
     .says = "As base64.decode()",
     .body = decode_base64,
     .dialect = Dialect::gateway},
    {.name = "url.encode",
     .signature = "string|bytes -> string",
     .says = "Percent-encoded, all but letters, digits and `-._~` (RFC 3986)",
     .body = encode_url,
     .dialect = Dialect::gateway},
    {.name = "url.decode",
     .signature = "string -> string",
     .says = "The text; what is not percent-encoding of UTF-8 is an error. `+` is a plus",
     .body = decode_url,
     .dialect = Dialect::gateway},
});

}  // namespace

Group encoders() { return {"Encodings", kTable}; }

}  // namespace jg::cel::functions
