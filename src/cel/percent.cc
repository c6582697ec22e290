#include "cel/percent.h"

#include "base/ascii.h"
#include "base/hex.h"
#include "cel/utf8.h"

namespace jg::cel {
namespace {

// The byte that the two digits behind a '%' spell; -1 when they are none.
int escaped(std::string_view behind) {
  if (behind.size() < 2) return -1;
  const int high = ascii::hex_value(behind[0]);
  const int low = ascii::hex_value(behind[1]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

// Bytes that are no UTF-8 as U+FFFD.
std::string mended(std::string text) {
  if (utf8::is_valid(text)) return text;
  std::string out;
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view c = rest.substr(0, utf8::width(rest));
    out += utf8::is_valid(c) ? c : "\ufffd";
    rest.remove_prefix(c.size());
  }
  return out;
}

}  // namespace

void append_percent(std::string& out, std::string_view text) {
  static constexpr std::string_view kUnreserved = "-._~";
  for (const char c : text) {
    if (ascii::is_alnum(c) || kUnreserved.find(c) != kUnreserved.npos)
      out += c;
    else
      jg::append_percent(out, c);
  }
}

std::optional<std::string> decode_percent(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    const int byte = escaped(text.substr(i + 1));
    if (byte < 0) return std::nullopt;
    out += static_cast<char>(static_cast<unsigned char>(byte));
    i += 2;
  }
  return out;
}

void append_form(std::string& out, std::string_view text) {
  static constexpr std::string_view kPlain = "*-._";
  for (const char c : text) {
    if (c == ' ')
      out += '+';
    else if (ascii::is_alnum(c) || kPlain.find(c) != kPlain.npos)
      out += c;
    else
      jg::append_percent(out, c);
  }
}

std::string decode_form(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int byte = text[i] == '%' ? escaped(text.substr(i + 1)) : -1;
    if (byte >= 0) {
      out += static_cast<char>(static_cast<unsigned char>(byte));
      i += 2;
    } else {
      out += text[i] == '+' ? ' ' : text[i];
    }
  }
  return mended(std::move(out));
}

bool FormPairs::next() {
  while (!rest_.empty()) {
    const std::size_t end = rest_.find('&');
    pair_ = rest_.substr(0, end);
    rest_.remove_prefix(end == rest_.npos ? rest_.size() : end + 1);
    if (!pair_.empty()) return true;
  }
  return false;
}

std::string FormPairs::value() const {
  const std::size_t equals = pair_.find('=');
  return equals == pair_.npos ? std::string() : decode_form(pair_.substr(equals + 1));
}

}  // namespace jg::cel
