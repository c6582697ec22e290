#include "cel/ip.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "base/ascii.h"

namespace jg::cel {
namespace {

constexpr std::array<std::uint8_t, 12> kMappedPrefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

}  // namespace

std::optional<Ip> parse_ip(std::string_view text) {
  char terminated[INET6_ADDRSTRLEN] = {};
  if (text.size() >= sizeof terminated) return std::nullopt;
  if (text.find('\0') != std::string_view::npos) return std::nullopt;
  std::copy(text.begin(), text.end(), terminated);
  Ip ip;
  if (text.find(':') == std::string_view::npos) {
    if (inet_pton(AF_INET, terminated, ip.bytes.data()) != 1) return std::nullopt;
    return ip;
  }
  if (text.find('.') != std::string_view::npos) return std::nullopt;
  if (inet_pton(AF_INET6, terminated, ip.bytes.data()) != 1) return std::nullopt;
  if (std::equal(kMappedPrefix.begin(), kMappedPrefix.end(), ip.bytes.begin())) {
    std::copy_n(ip.bytes.begin() + 12, 4, ip.bytes.begin());
    std::fill(ip.bytes.begin() + 4, ip.bytes.end(), std::uint8_t{0});
    return ip;
  }
  ip.family = 6;
  return ip;
}

std::optional<Cidr> parse_cidr(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto ip = parse_ip(text.substr(0, slash));
  if (!ip) return std::nullopt;
  const std::string_view digits = text.substr(slash + 1);
  unsigned prefix = 0;
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), prefix);
  const bool whole =
      !digits.empty() && end == digits.data() + digits.size() && fault == std::errc();
  const bool padded = digits.size() > 1 && digits.front() == '0';
  if (!whole || padded || prefix > ip->width()) return std::nullopt;
  return Cidr{*ip, static_cast<std::uint8_t>(prefix)};
}

std::string to_string(const Ip& ip) {
  char text[INET6_ADDRSTRLEN] = {};
  inet_ntop(ip.family == 4 ? AF_INET : AF_INET6, ip.bytes.data(), text, sizeof text);
  return text;
}

std::string to_string(const Cidr& cidr) {
  return to_string(cidr.ip) + "/" + std::to_string(cidr.prefix);
}

Ip masked(const Ip& ip, unsigned prefix) {
  Ip out = ip;
  for (unsigned i = 0; i < out.bytes.size(); ++i) {
    const unsigned kept = prefix > i * 8 ? std::min(prefix - i * 8, 8U) : 0;
    out.bytes[i] = static_cast<std::uint8_t>(out.bytes[i] & (0xff00U >> kept));
  }
  return out;
}

bool contains(const Cidr& block, const Ip& ip) {
  return block.ip.family == ip.family && masked(ip, block.prefix) == masked(block.ip, block.prefix);
}

bool is_unspecified(const Ip& ip) {
  return std::all_of(ip.bytes.begin(), ip.bytes.end(), [](std::uint8_t b) { return b == 0; });
}

bool is_loopback(const Ip& ip) {
  if (ip.family == 4) return ip.bytes[0] == 127;
  Ip one{{}, 6};
  one.bytes[15] = 1;
  return ip == one;
}

bool is_link_local_unicast(const Ip& ip) {
  if (ip.family == 4) return ip.bytes[0] == 169 && ip.bytes[1] == 254;
  return ip.bytes[0] == 0xfe && (ip.bytes[1] & 0xc0) == 0x80;
}

bool is_link_local_multicast(const Ip& ip) {
  if (ip.family == 4) return ip.bytes[0] == 224 && ip.bytes[1] == 0 && ip.bytes[2] == 0;
  return ip.bytes[0] == 0xff && (ip.bytes[1] & 0x0f) == 0x02;
}

bool is_global_unicast(const Ip& ip) {
  const bool multicast = ip.family == 4 ? (ip.bytes[0] & 0xf0) == 0xe0 : ip.bytes[0] == 0xff;
  const bool broadcast = ip.family == 4 && std::all_of(ip.bytes.begin(), ip.bytes.begin() + 4,
                                                       [](auto b) { return b == 255; });
  return !multicast && !broadcast && !is_unspecified(ip) && !is_loopback(ip) &&
         !is_link_local_unicast(ip);
}

}  // namespace jg::cel
