#include "base/base64.h"

#include <array>
#include <cstdint>

namespace jg {
namespace {

constexpr std::string_view kUrl =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view kStandard =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::array<std::uint8_t, 256> make_reverse(std::string_view alphabet) {
  std::array<std::uint8_t, 256> table{};
  table.fill(0xff);
  for (std::size_t i = 0; i < alphabet.size(); ++i)
    table[static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint8_t>(i);
  return table;
}
constexpr auto kUrlReverse = make_reverse(kUrl);
constexpr auto kStandardReverse = make_reverse(kStandard);

std::string encode(std::string_view in, std::string_view alphabet) {
  std::string out;
  out.reserve((in.size() + 2) / 3 * 4);
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : in) {
    bits = (bits << 8) | static_cast<unsigned char>(c);
    count += 8;
    while (count >= 6) out += alphabet[(bits >> (count -= 6)) & 63];
  }
  if (count > 0) out += alphabet[(bits << (6 - count)) & 63];
  return out;
}

std::optional<std::string> decode(std::string_view in, const std::array<std::uint8_t, 256>& table) {
  if (in.size() % 4 == 1) return std::nullopt;
  std::string out;
  out.resize(in.size() * 3 / 4);
  char* to = out.data();
  std::size_t i = 0;
  std::uint8_t bad = 0;
  const auto at = [&](std::size_t k) { return table[static_cast<unsigned char>(in[k])]; };
  for (; i + 4 <= in.size(); i += 4) {
    const std::uint8_t a = at(i), b = at(i + 1), c = at(i + 2), d = at(i + 3);
    bad |= a | b | c | d;
    *to++ = static_cast<char>(a << 2 | b >> 4);
    *to++ = static_cast<char>(b << 4 | c >> 2);
    *to++ = static_cast<char>(c << 6 | d);
  }
  const std::size_t rest = in.size() - i;
  if (rest > 0) {
    const std::uint8_t a = at(i), b = at(i + 1), c = rest == 3 ? at(i + 2) : std::uint8_t{0};
    bad |= a | b | c;
    *to++ = static_cast<char>(a << 2 | b >> 4);
    if (rest == 3) *to++ = static_cast<char>(b << 4 | c >> 2);
    // RFC 4648 section 3.5: bits that carry nothing must be zero, or one value has many spellings.
    if ((rest == 2 && (b & 0x0f) != 0) || (rest == 3 && (c & 0x03) != 0)) return std::nullopt;
  }
  if (bad & 0x80) return std::nullopt;
  return out;
}

}  // namespace

std::string base64url_encode(std::string_view bytes) { return encode(bytes, kUrl); }
std::optional<std::string> base64url_decode(std::string_view text) {
  return decode(text, kUrlReverse);
}

std::string base64_encode(std::string_view bytes) {
  std::string out = encode(bytes, kStandard);
  out.append((4 - out.size() % 4) % 4, '=');
  return out;
}

std::optional<std::string> base64_decode(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  if (text.ends_with("=="))
    text.remove_suffix(2);
  else if (text.ends_with('='))
    text.remove_suffix(1);
  return decode(text, kStandardReverse);
}

}  // namespace jg
