// fetch/network.h - a range of IP addresses.
//
// Spec:  RFC 4632 and RFC 4291 section 2.3; bits behind the prefix must be zero.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

struct sockaddr;

namespace jg::fetch {

// 16 bytes in network order; an IPv4 address stands behind ::ffff:0:0/96.
using AddressBytes = std::array<std::uint8_t, 16>;

// An address as a socket is given it; none for a family other than IPv4 and IPv6.
std::optional<AddressBytes> bytes_of(const sockaddr& address);
std::optional<AddressBytes> parse_address(std::string_view text);

class Network {
 public:
  // "10.0.0.0/8", "fe80::/10", or one address.
  static std::optional<Network> parse(std::string_view text);
  bool contains(const AddressBytes& address) const;
  const AddressBytes& first() const { return first_; }
  unsigned bits() const { return bits_; }  // of 128
  friend bool operator==(const Network&, const Network&) = default;

 private:
  Network(const AddressBytes& first, unsigned bits) : first_(first), bits_(bits) {}

  AddressBytes first_;
  unsigned bits_;  // of 128
};

}  // namespace jg::fetch
