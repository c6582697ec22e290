// cel/ip.h - IP addresses and CIDR blocks as values.
//
// Errors: nullopt for text that is not one address or block: no zone, no dotted IPv4-mapped form.
// Spec:   RFC 4291 section 2.2, RFC 4632, RFC 5952; the cel-spec network extension.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace jg::cel {

struct Ip {
  std::array<std::uint8_t, 16> bytes = {};  // IPv4 uses the first four
  std::uint8_t family = 4;                  // 4 or 6

  bool operator==(const Ip&) const = default;
  unsigned width() const { return family == 4 ? 32 : 128; }  // in bits
};

struct Cidr {
  Ip ip;  // host bits kept
  std::uint8_t prefix = 0;

  bool operator==(const Cidr&) const = default;
};

std::optional<Ip> parse_ip(std::string_view text);  // an IPv4-mapped address in hexadecimal is IPv4
std::optional<Cidr> parse_cidr(std::string_view text);
std::string to_string(const Ip& ip);  // RFC 5952
std::string to_string(const Cidr& cidr);

Ip masked(const Ip& ip, unsigned prefix);
bool contains(const Cidr& block, const Ip& ip);

bool is_unspecified(const Ip& ip);
bool is_loopback(const Ip& ip);
bool is_link_local_unicast(const Ip& ip);
bool is_link_local_multicast(const Ip& ip);
bool is_global_unicast(const Ip& ip);

}  // namespace jg::cel
