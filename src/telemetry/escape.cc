#include "telemetry/escape.h"

#include <array>
#include <cstdint>

#include "base/hex.h"
#include "telemetry/plain_text.h"

namespace jg::telemetry {
namespace {

constexpr std::string_view kReplacement = "\xef\xbf\xbd";  // U+FFFD

// length 0: no character begins here.
struct Decoded {
  std::size_t length;
  std::uint32_t point;
};

Decoded decode(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) -> std::uint32_t {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0u;
  };
  const auto tail = [&](std::size_t i) { return (byte(i) & 0xc0) == 0x80; };
  const auto bits = [&](std::size_t i) { return byte(i) & 0x3f; };
  const std::uint32_t lead = byte(0);
  if (lead < 0x80) return {1, lead};
  if (lead >= 0xc2 && lead <= 0xdf && tail(1)) return {2, (lead & 0x1f) << 6 | bits(1)};
  if (lead >= 0xe0 && lead <= 0xef && tail(1) && tail(2)) {
    const std::uint32_t point = (lead & 0x0f) << 12 | bits(1) << 6 | bits(2);
    if (point >= 0x800 && (point < 0xd800 || point > 0xdfff)) return {3, point};
  }
  if (lead >= 0xf0 && lead <= 0xf4 && tail(1) && tail(2) && tail(3)) {
    const std::uint32_t point = (lead & 0x07) << 18 | bits(1) << 12 | bits(2) << 6 | bits(3);
    if (point >= 0x10000 && point <= 0x10ffff) return {4, point};
  }
  return {0, 0};
}

// Characters that move the cursor, break lines or reorder what a human reads. None is beyond
// U+FFFF.
bool is_harmful(std::uint32_t point) {
  return point < 0x20 || (point >= 0x7f && point <= 0x9f) || point == 0x61c || point == 0x200e ||
         point == 0x200f || (point >= 0x2028 && point <= 0x202e) ||
         (point >= 0x2066 && point <= 0x2069) || point == 0xfeff;
}

constexpr std::array<bool, 256> table(std::string_view besides) {
  std::array<bool, 256> plain{};
  for (std::size_t c = 0x20; c < 0x7f; ++c)
    plain[c] = besides.find(static_cast<char>(c)) == besides.npos;
  return plain;
}

constexpr auto kNeedsNoEscape = table("\"\\");
constexpr auto kPrintable = table("");

std::size_t plain_run(std::string_view text, std::size_t at, const std::array<bool, 256>& plain) {
  std::size_t end = at;
  while (end < text.size() && plain[static_cast<unsigned char>(text[end])]) ++end;
  return end - at;
}

void append_code_unit(std::string& out, std::uint32_t point) {
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += kHexDigits[point >> shift & 15];
}

void append_escape(std::string& out, std::uint32_t point) {
  switch (point) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: append_code_unit(out, point);  // a character, not an enum: all the others
  }
}

void append_escaped(std::string& out, std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t run = plain_run(text, i, kNeedsNoEscape);
    out.append(text, i, run);
    i += run;
    if (i == text.size()) return;
    const Decoded next = decode(text, i);
    if (next.length == 0) {
      out += kReplacement;
      ++i;
      continue;
    }
    if (next.length == 1 || is_harmful(next.point)) {
      append_escape(out, next.point);
    } else {
      out.append(text, i, next.length);
    }
    i += next.length;
  }
}

}  // namespace

std::string_view clip(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return text;
  std::size_t end = limit;
  // A character has at most three bytes after its first; more of them are no character anyway.
  while (end > 0 && limit - end < 3 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
    --end;
  return text.substr(0, end);
}

void append_quoted(std::string& out, std::string_view text) {
  const std::string_view kept = clip(text, kMaxValueBytes);
  out += '"';
  append_escaped(out, kept);
  if (kept.size() < text.size()) out += "...";
  out += '"';
}

void append_value(std::string& out, std::string_view text) {
  if (!text.empty() && text.size() <= kMaxValueBytes && all_plain<Plain::unquoted>(text)) {
    out += text;
    return;
  }
  append_quoted(out, text);
}

void append_printable(std::string& out, std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t run = plain_run(text, i, kPrintable);
    out.append(text, i, run);
    i += run;
    if (i == text.size()) return;
    const Decoded next = decode(text, i);
    if (next.length == 0 || is_harmful(next.point)) {
      out += kReplacement;
      i += next.length == 0 ? 1 : next.length;
      continue;
    }
    out.append(text, i, next.length);
    i += next.length;
  }
}

}  // namespace jg::telemetry
