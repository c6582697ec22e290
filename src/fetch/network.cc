#include "fetch/network.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <charconv>
#include <cstring>
#include <string>

namespace jg::fetch {
namespace {

constexpr unsigned kBits4 = 32, kBits6 = 128;

AddressBytes from_v4(const void* bytes) {
  AddressBytes out{};
  out[10] = out[11] = 0xff;
  std::memcpy(&out[12], bytes, 4);
  return out;
}

AddressBytes from_v6(const void* bytes) {
  AddressBytes out;
  std::memcpy(out.data(), bytes, out.size());
  return out;
}

bool is_v6_text(std::string_view text) { return text.contains(':'); }

// The first `bits` of `address`, the others zero.
AddressBytes cut(AddressBytes address, unsigned bits) {
  for (unsigned i = 0; i < address.size(); ++i) {
    const unsigned before = i * 8;
    if (before >= bits)
      address[i] = 0;
    else if (bits - before < 8)
      address[i] = static_cast<std::uint8_t>(address[i] & (0xff00u >> (bits - before)));
  }
  return address;
}

std::optional<unsigned> parse_bits(std::string_view text, unsigned most) {
  unsigned bits = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), bits);
  if (error != std::errc() || end != text.data() + text.size() || bits > most) return std::nullopt;
  return bits;
}

}  // namespace

std::optional<AddressBytes> bytes_of(const sockaddr& address) {
  // A socket's address is read by copying: its type is only a head.
  if (address.sa_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &address, sizeof v4);
    return from_v4(&v4.sin_addr);
  }
  if (address.sa_family != AF_INET6) return std::nullopt;
  sockaddr_in6 v6{};
  std::memcpy(&v6, &address, sizeof v6);
  return from_v6(&v6.sin6_addr);
}

std::optional<AddressBytes> parse_address(std::string_view text) {
  const std::string copy(text);
  in_addr v4{};
  if (::inet_pton(AF_INET, copy.c_str(), &v4) == 1) return from_v4(&v4);
  in6_addr v6{};
  if (::inet_pton(AF_INET6, copy.c_str(), &v6) == 1) return from_v6(&v6);
  return std::nullopt;
}

std::optional<Network> Network::parse(std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::string_view host = text.substr(0, slash);
  const auto address = parse_address(host);
  if (!address) return std::nullopt;
  if (slash == std::string_view::npos) return Network(*address, kBits6);
  const unsigned most = is_v6_text(host) ? kBits6 : kBits4;
  const auto given = parse_bits(text.substr(slash + 1), most);
  if (!given) return std::nullopt;
  const unsigned bits = kBits6 - most + *given;
  if (cut(*address, bits) != *address) return std::nullopt;
  return Network(*address, bits);
}

bool Network::contains(const AddressBytes& address) const { return cut(address, bits_) == first_; }

}  // namespace jg::fetch
