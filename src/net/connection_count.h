// net/connection_count.h - how many connections there are, in all and from each client's address.
//
// Owner:  the application; one for all workers, since the kernel spreads a client's connections over
//         them.
// Thread: any. A connection costs an atomic addition, and a lock that few share where the
//         connections of one client are limited.
// Limits: those that take() is given. An IPv6 client is counted by its /64, which is what one
//         customer is given.
#pragma once

#include <array>
#include <atomic>
#include <boost/asio/ip/address.hpp>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <expected>
#include <mutex>
#include <optional>
#include <utility>

#include "base/hash.h"
#include "net/connection_limits.h"

namespace jg::net {

class ConnectionCount {
  using Client = std::array<char, 8>;

 public:
  enum class Full : std::uint8_t { in_all, for_client };

  // A connection's place; destroying it makes room.
  class Seat {
   public:
    Seat(Seat&& other) noexcept
        : count_(std::exchange(other.count_, nullptr)), client_(other.client_) {}
    Seat& operator=(Seat&&) = delete;
    ~Seat() {
      if (count_ != nullptr) count_->leave(client_);
    }

   private:
    friend class ConnectionCount;
    Seat(ConnectionCount& count, const std::optional<Client>& client)
        : count_(&count), client_(client) {}
    ConnectionCount* count_;
    std::optional<Client> client_;  // where it is counted
  };

  ConnectionCount() = default;
  ConnectionCount(const ConnectionCount&) = delete;
  ConnectionCount& operator=(const ConnectionCount&) = delete;

  // The count outlives the seat.
  std::expected<Seat, Full> take(const boost::asio::ip::address& address,
                                 const ConnectionLimits& limits);
  std::size_t total() const { return total_.load(std::memory_order_relaxed); }

 private:
  struct Hash {
    using is_avalanching = void;
    std::size_t operator()(const Client& client) const {
      return KeyedHash{}({client.data(), client.size()});
    }
  };
  struct alignas(64) Shard {
    std::mutex mutex;
    boost::unordered_flat_map<Client, std::size_t, Hash> clients;
  };

  static Client client_of(const boost::asio::ip::address& address);
  Shard& shard_of(const Client& client) { return shards_[Hash{}(client) % shards_.size()]; }
  bool take_for(const Client& client, std::size_t limit);
  void leave(const std::optional<Client>& client);

  std::atomic<std::size_t> total_{0};
  std::array<Shard, 16> shards_;
};

}  // namespace jg::net
