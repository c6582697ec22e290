// policies/local_rate_limit/bucket.h - tokens that all workers take, and that come back with time.
//
// Owner:  the policies, across snapshots (exchange/kept_states.h).
// Thread: any worker at any time: what workers share and change. A worker takes from a
//         lease of its own, which costs nobody else anything; the pool behind the leases is locked
//         for the few instructions of a new lease, a fill, or the last tokens of all.
// Limits: never gives more than `capacity` between two fills, nor refuses while one token is left
//         anywhere, however many workers ask (docs/decisions tells how).
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>

#include "base/clock.h"

namespace jg::policies::local_rate_limit {

struct BucketRules {
  std::uint64_t capacity = 0;  // it begins full
  std::uint64_t fill = 0;      // tokens that come every interval
  std::chrono::nanoseconds interval{0};
};

class Bucket {
 public:
  Bucket(const BucketRules& rules, unsigned workers, SteadyTime now);
  ~Bucket();
  Bucket(const Bucket&) = delete;
  Bucket& operator=(const Bucket&) = delete;

  // One token; false when there is none.
  bool take(unsigned worker, SteadyTime now) const;
  // Whether there is one.
  bool has_any(SteadyTime now) const;
  // As many as there are of so many: what has been used already cannot be refused.
  void take_up_to(std::uint64_t count, SteadyTime now) const;

  // What a worker can tell is left: all but what other workers have leased.
  std::uint64_t left(unsigned worker) const;
  // Until the next fill, rounded up: who waits so long finds something.
  std::chrono::seconds until_fill(SteadyTime now) const;
  const BucketRules& rules() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace jg::policies::local_rate_limit
