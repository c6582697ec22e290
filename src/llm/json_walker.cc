#include "llm/json_walker.h"

#include <cstdint>

#include "base/ascii.h"

namespace jg::llm {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// The second byte's range and the number of bytes behind the first (RFC 3629 section 4).
struct Utf8Lead {
  std::uint8_t least;
  std::uint8_t most;
  std::uint8_t tail;  // 0: not a first byte
};

Utf8Lead lead_of(std::uint8_t first) {
  if (first >= 0xc2 && first <= 0xdf) return {0x80, 0xbf, 1};
  if (first == 0xe0) return {0xa0, 0xbf, 2};
  if (first == 0xed) return {0x80, 0x9f, 2};
  if (first >= 0xe1 && first <= 0xef) return {0x80, 0xbf, 2};
  if (first == 0xf0) return {0x90, 0xbf, 3};
  if (first >= 0xf1 && first <= 0xf3) return {0x80, 0xbf, 3};
  if (first == 0xf4) return {0x80, 0x8f, 3};
  return {0, 0, 0};
}

}  // namespace

void JsonWalker::skip_space() {
  while (at_ < text_.size() && is_space(text_[at_])) ++at_;
}

bool JsonWalker::take(char c) {
  if (!next_is(c)) return false;
  ++at_;
  return true;
}

bool JsonWalker::take_string() {
  if (!take('"')) return false;
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (c == '"') return take('"');
    if (c == '\\') {
      if (!take_escape()) return false;
    } else if (static_cast<unsigned char>(c) >= 0x80) {
      if (!take_utf8()) return false;
    } else {
      if (c < 0x20) return false;
      ++at_;
    }
  }
  return false;
}

bool JsonWalker::take_escape() {
  ++at_;
  if (is_at_end()) return false;
  const char c = text_[at_++];
  if (c != 'u') return std::string_view("\"\\/bfnrt").find(c) != std::string_view::npos;
  for (int i = 0; i < 4; ++i)
    if (is_at_end() || ascii::hex_value(text_[at_++]) < 0) return false;
  return true;
}

bool JsonWalker::take_utf8() {
  const Utf8Lead lead = lead_of(static_cast<std::uint8_t>(text_[at_]));
  if (lead.tail == 0 || text_.size() - at_ <= lead.tail) return false;
  const auto second = static_cast<std::uint8_t>(text_[at_ + 1]);
  if (second < lead.least || second > lead.most) return false;
  for (std::size_t i = 2; i <= lead.tail; ++i)
    if ((static_cast<std::uint8_t>(text_[at_ + i]) & 0xc0) != 0x80) return false;
  at_ += lead.tail + 1u;
  return true;
}

bool JsonWalker::take_literal(std::string_view word) {
  if (!text_.substr(at_).starts_with(word)) return false;
  at_ += word.size();
  return true;
}

bool JsonWalker::take_digits() {
  const std::size_t begin = at_;
  while (at_ < text_.size() && ascii::is_digit(text_[at_])) ++at_;
  return at_ > begin;
}

bool JsonWalker::take_number() {
  take('-');
  if (!take('0') && !take_digits()) return false;
  if (take('.') && !take_digits()) return false;
  if (!take('e') && !take('E')) return true;
  if (!take('+')) take('-');
  return take_digits();
}

bool JsonWalker::take_value(std::size_t depth) {
  if (is_at_end()) return false;
  switch (text_[at_]) {
    case '{': return depth < most_depth_ && take_object(depth + 1);
    case '[': return depth < most_depth_ && take_array(depth + 1);
    case '"': return take_string();
    case 't': return take_literal("true");
    case 'f': return take_literal("false");
    case 'n': return take_literal("null");
    default: return take_number();
  }
}

bool JsonWalker::take_array(std::size_t depth) {
  ++at_;
  skip_space();
  if (take(']')) return true;
  while (take_value(depth)) {
    skip_space();
    if (take(']')) return true;
    if (!take(',')) return false;
    skip_space();
  }
  return false;
}

bool JsonWalker::take_object(std::size_t depth) {
  ++at_;
  skip_space();
  if (take('}')) return true;
  while (take_string()) {
    skip_space();
    if (!take(':')) return false;
    skip_space();
    if (!take_value(depth)) return false;
    skip_space();
    if (take('}')) return true;
    if (!take(',')) return false;
    skip_space();
  }
  return false;
}

}  // namespace jg::llm
