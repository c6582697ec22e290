// policies/jwt/replay_memory.h - the DPoP proofs that were used, so that none is used twice.
//
// Owner:  the policies with the same window, across snapshots (exchange/kept_states.h).
// Thread: any; a lock is held for one insertion, which comes behind the check of a signature.
// Limits: kMost proofs, of one key an eighth of them. When there are more, the oldest second is
//         forgotten, and from then on no proof of that second or before is accepted: a flood makes
//         the window narrower, never a replay possible.
// Spec:   RFC 9449 section 11.1.
// Trust:  keys and ids are a client's; a keyed hash of each is kept.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string_view>
#include <unordered_map>

#include "base/hash.h"

namespace jg::policies::jwt {

class ReplayMemory {
 public:
  static constexpr std::size_t kMost = 131'072;
  enum class Seen : std::uint8_t { fresh, replayed, too_old, too_many };
  struct Proof {
    std::string_view key;  // its thumbprint
    std::string_view id;
    std::int64_t issued = 0;  // seconds since 1970
  };

  // Proofs count for `window` around the time they were issued at.
  explicit ReplayMemory(std::chrono::seconds window, std::size_t most = kMost)
      : window_(window.count()), most_(most), most_of_key_(std::max<std::size_t>(most / 8, 1)) {}

  // `now` is in seconds since 1970.
  Seen add(const Proof& proof, std::int64_t now) const;

  std::size_t size() const;

 private:
  struct Low {
    std::size_t operator()(const Hash128& hash) const { return hash.low; }
  };
  using Proofs = std::unordered_map<Hash128, Hash128, Low>;  // with the key of each
  void forget_oldest_locked() const;

  const std::int64_t window_;
  const std::size_t most_;
  const std::size_t most_of_key_;
  const WideHash hash_;
  mutable std::mutex mutex_;
  mutable std::map<std::int64_t, Proofs> by_second_;
  mutable std::unordered_map<Hash128, std::size_t, Low> by_key_;
  mutable std::size_t size_ = 0;
  mutable std::int64_t first_ = 0;  // that may still be accepted
};

}  // namespace jg::policies::jwt
