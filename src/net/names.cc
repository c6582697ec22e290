#include "net/names.h"

#include <algorithm>

namespace jg::net {
namespace {

namespace ip = boost::asio::ip;

void append_in_turn(Addresses& out, const Addresses& group, std::size_t turn) {
  if (group.empty()) return;
  const auto first = group.begin() + static_cast<std::ptrdiff_t>(turn % group.size());
  out.insert(out.end(), first, group.end());
  out.insert(out.end(), group.begin(), first);
}

}  // namespace

bool is_localhost(std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  return name == "localhost" || name.ends_with(".localhost");
}

// IPv4 first: what listens on one of them only listens there.
Addresses loopback(LookupFamily family) {
  Addresses out;
  if (family != LookupFamily::v6_only) out.emplace_back(ip::address_v4::loopback());
  if (family != LookupFamily::v4_only) out.emplace_back(ip::address_v6::loopback());
  return out;
}

Addresses in_turn(const Addresses& addresses, LookupFamily family, std::size_t turn) {
  Addresses out;
  if (family != LookupFamily::v4_preferred) {
    append_in_turn(out, addresses, turn);
    return out;
  }
  const auto is_v4 = [](const ip::address& address) { return address.is_v4(); };
  Addresses v4, v6;
  std::ranges::partition_copy(addresses, std::back_inserter(v4), std::back_inserter(v6), is_v4);
  append_in_turn(out, v4, turn);
  append_in_turn(out, v6, turn);
  return out;
}

}  // namespace jg::net
