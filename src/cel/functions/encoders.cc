#include <array>
#include <string>

#include "base/ascii.h"
#include "base/base64.h"
#include "cel/functions/groups.h"
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
  if (!call.args[0].is(Kind::string)) return no_overload();
  std::string padded(call.args[0].as_text());
  if (!call.context.spend_text(padded.size())) return Context::exhausted();
  while (padded.size() % 4 != 0) padded += '=';
  const auto decoded = base64_decode(padded);
  return decoded ? call.context.copy_bytes(*decoded) : invalid("this text is not base64");
}

// RFC 3986 section 2: all but the unreserved characters.
Value encode_url(const Call& call) {
  static constexpr std::string_view kHex = "0123456789ABCDEF";
  static constexpr std::string_view kUnreserved = "-._~";
  if (!is_text(call.args[0])) return no_overload();
  std::string out;
  if (!call.context.spend_text(call.args[0].as_text().size())) return Context::exhausted();
  for (const char c : call.args[0].as_text()) {
    if (ascii::is_alnum(c) || kUnreserved.find(c) != std::string_view::npos) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += {'%', kHex[byte >> 4], kHex[byte & 0xf]};
  }
  return call.context.copy_string(out);
}

Value decode_url(const Call& call) {
  if (!call.args[0].is(Kind::string)) return no_overload();
  const std::string_view text = call.args[0].as_text();
  if (!call.context.spend_text(text.size())) return Context::exhausted();
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    const int high = text.size() - i > 2 ? ascii::hex_value(text[i + 1]) : -1;
    const int low = text.size() - i > 2 ? ascii::hex_value(text[i + 2]) : -1;
    if (high < 0 || low < 0) return invalid("this text is not percent-encoded");
    out += static_cast<char>(static_cast<unsigned char>(high * 16 + low));
    i += 2;
  }
  return utf8::is_valid(out) ? call.context.copy_string(out)
                             : invalid("the decoded text is not UTF-8");
}

constexpr std::array kTable = {
    Function{.name = "base64.encode", .body = encode_base64},
    Function{.name = "base64.decode", .body = decode_base64},
    Function{.name = "base64Encode",
             .style = Style::both,
             .body = encode_base64,
             .dialect = Dialect::gateway},
    Function{.name = "base64Decode",
             .style = Style::both,
             .body = decode_base64,
             .dialect = Dialect::gateway},
    Function{.name = "url.encode", .body = encode_url, .dialect = Dialect::gateway},
    Function{.name = "url.decode", .body = decode_url, .dialect = Dialect::gateway},
};

}  // namespace

Group encoders() { return kTable; }

}  // namespace jg::cel::functions
