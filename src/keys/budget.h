// keys/budget.h - how often somebody's unknown keys may make us ask: a few times in a row, then once
// an interval, and never twice within kGap.
//
// Thread: one, or under its owner's lock.
#pragma once

#include <algorithm>
#include <chrono>

#include "base/clock.h"

namespace jg::keys {

class Budget {
 public:
  static constexpr int kAtOnce = 4;
  static constexpr std::chrono::seconds kGap{1};

  explicit Budget(std::chrono::milliseconds interval)
      : interval_(interval), gap_(std::min<std::chrono::milliseconds>(interval, kGap)) {}

  // When the next one may be taken.
  SteadyTime next() const { return next_; }

  bool take(SteadyTime now) {
    if (now < next_) return false;
    // All is there again at full_; each one that was taken puts that off by an interval.
    full_ = std::max(full_, now) + interval_;
    next_ = std::max(now + gap_, full_ - (kAtOnce - 1) * interval_);
    return true;
  }

 private:
  std::chrono::milliseconds interval_;
  std::chrono::milliseconds gap_;
  SteadyTime full_ = SteadyTime::min();
  SteadyTime next_ = SteadyTime::min();
};

}  // namespace jg::keys
