// keys/schedule.h - when a key set is fetched again, and until when it may be used.
//
// Owner:  one refresher. Thread: one.
// Limits: Lifetimes; after a failure kFirstPause, doubled each time up to kLongestPause.
#pragma once

#include "base/clock.h"
#include "base/random.h"
#include "keys/settings.h"

namespace jg::keys {

class Schedule {
 public:
  static constexpr std::chrono::seconds kFirstPause{1};
  static constexpr std::chrono::seconds kLongestPause{60};

  // The first fetch is due at once.
  Schedule(const Lifetimes& lifetimes, SteadyTime now) : lifetimes_(lifetimes), next_(now) {}

  // `fresh_for` as the answer said. The next fetch comes before that is over, somewhere in its last
  // fifth: gateways that were started together do not ask together.
  void succeeded(SteadyTime now, std::optional<std::chrono::seconds> fresh_for, FastRandom& random);
  void failed(SteadyTime now, FastRandom& random);
  // There is something from before this start, of that age; it is fetched all the same.
  void restored(SteadyTime now, std::chrono::seconds age) {
    end_ = now - age + lifetimes_.least + lifetimes_.stale;
  }

  SteadyTime next() const { return next_; }
  SteadyTime end() const { return end_; }  // of what came last; the past while nothing has come

 private:
  Lifetimes lifetimes_;
  SteadyTime next_;
  SteadyTime end_ = SteadyTime::min();
  int failures_ = 0;  // in a row
};

}  // namespace jg::keys
