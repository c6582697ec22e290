#include "fetch/address_rules.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

namespace jg::fetch {
namespace {

// Never a server's, or one that hands out secrets to whoever asks from the right machine.
constexpr auto kNever = std::to_array<std::string_view>({
    "0.0.0.0/8",           // this host
    "169.254.0.0/16",      // link-local, with the metadata services of most clouds
    "100.100.100.200/32",  // metadata, Alibaba
    "168.63.129.16/32",    // metadata, Azure
    "192.0.0.192/32",      // metadata, Oracle
    "224.0.0.0/4",         // multicast
    "240.0.0.0/4",         // reserved, broadcast
    "::/128",              // this host
    "fe80::/10",           // link-local
    "fd00:ec2::254/128",   // metadata, AWS
    "fd20:ce::254/128",    // metadata, Google
    "ff00::/8",            // multicast
});

constexpr auto kPrivate = std::to_array<std::string_view>({
    "127.0.0.0/8",
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "100.64.0.0/10",
    "::1/128",
    "fc00::/7",
    "fec0::/10",
});

// Ways to write an IPv4 address as an IPv6 one: the network, and where the four bytes stand in it.
struct Wrapping {
  std::string_view network;
  std::size_t at;
};
constexpr auto kWrappings = std::to_array<Wrapping>({
    {"64:ff9b::/96", 12},    // NAT64, RFC 6052
    {"64:ff9b:1::/48", 12},  // NAT64, RFC 8215, its usual form
    {"2002::/16", 2},        // 6to4, RFC 3056
    {"::/96", 12},           // IPv4-compatible, RFC 4291 section 2.5.5.1
});

template <std::size_t kCount>
bool is_in(const std::array<std::string_view, kCount>& networks, const AddressBytes& address) {
  return std::ranges::any_of(
      networks, [&](std::string_view text) { return Network::parse(text)->contains(address); });
}

// The IPv4 address inside, or the address itself.
AddressBytes unwrap(const AddressBytes& address) {
  if (Network::parse("::1")->contains(address)) return address;  // loopback, not 0.0.0.1
  for (const Wrapping& wrapping : kWrappings) {
    if (!Network::parse(wrapping.network)->contains(address)) continue;
    AddressBytes inner{};
    inner[10] = inner[11] = 0xff;
    std::memcpy(&inner[12], &address[wrapping.at], 4);
    return inner;
  }
  return address;
}

}  // namespace

bool AddressRules::permits(const AddressBytes& address) const {
  const auto holds = [&](const Network& network) { return network.contains(address); };
  if (std::ranges::any_of(allowed, holds)) return true;
  const AddressBytes inner = unwrap(address);
  if (is_in(kNever, address) || is_in(kNever, inner)) return false;
  return !refuses_private || !(is_in(kPrivate, address) || is_in(kPrivate, inner));
}

}  // namespace jg::fetch
