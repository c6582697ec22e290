#include "net/connection_count.h"

#include <algorithm>

namespace jg::net {

namespace ip = boost::asio::ip;

// An IPv4 address behind four zeros, which begin no /64 that is given to anybody.
ConnectionCount::Client ConnectionCount::client_of(const ip::address& address) {
  Client client{};
  if (address.is_v6() && !address.to_v6().is_v4_mapped()) {
    const auto bytes = address.to_v6().to_bytes();
    std::copy_n(bytes.begin(), client.size(), client.begin());
    return client;
  }
  const auto v4 =
      address.is_v4() ? address.to_v4() : ip::make_address_v4(ip::v4_mapped, address.to_v6());
  std::ranges::copy(v4.to_bytes(), client.begin() + 4);
  return client;
}

std::expected<ConnectionCount::Seat, ConnectionCount::Full> ConnectionCount::take(
    const ip::address& address, const ConnectionLimits& limits) {
  if (total_.fetch_add(1, std::memory_order_relaxed) >= limits.total) {
    total_.fetch_sub(1, std::memory_order_relaxed);
    return std::unexpected(Full::in_all);
  }
  if (!limits.per_client) return Seat(*this, std::nullopt);
  const Client client = client_of(address);
  if (take_for(client, *limits.per_client)) return Seat(*this, client);
  total_.fetch_sub(1, std::memory_order_relaxed);
  return std::unexpected(Full::for_client);
}

bool ConnectionCount::take_for(const Client& client, std::size_t limit) {
  Shard& shard = shard_of(client);
  const std::scoped_lock lock(shard.mutex);
  std::size_t& count = shard.clients[client];
  if (count >= limit) return false;  // so it was there already
  ++count;
  return true;
}

void ConnectionCount::leave(const std::optional<Client>& client) {
  total_.fetch_sub(1, std::memory_order_relaxed);
  if (!client) return;
  Shard& shard = shard_of(*client);
  const std::scoped_lock lock(shard.mutex);
  const auto found = shard.clients.find(*client);
  if (--found->second == 0) shard.clients.erase(found);
}

}  // namespace jg::net
