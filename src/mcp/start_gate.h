// mcp/start_gate.h - keeps a server that cannot begin from being begun again and again.
//
// Owner:  its target, over reloads that leave it as it is. Thread: any, behind a lock.
// Limits: after a failure kFirst passes before the next try, then twice as long each, kLongest at
//         most.
#pragma once

#include <algorithm>
#include <chrono>
#include <mutex>

#include "base/clock.h"

namespace jg::mcp {

class StartGate {
 public:
  static constexpr std::chrono::milliseconds kFirst{500};
  static constexpr std::chrono::milliseconds kLongest{60'000};

  explicit StartGate(const Clock& clock) : clock_(clock) {}

  bool is_open() const {
    const std::lock_guard lock(mutex_);
    return clock_.steady() >= opens_;
  }
  void succeed() const {
    const std::lock_guard lock(mutex_);
    pause_ = {};
    opens_ = {};
  }
  // Those that began together and failed together count once.
  void fail() const {
    const std::lock_guard lock(mutex_);
    if (clock_.steady() < opens_) return;
    pause_ = std::clamp(2 * pause_, kFirst, kLongest);
    opens_ = clock_.steady() + pause_;
  }

 private:
  const Clock& clock_;
  mutable std::mutex mutex_;
  mutable std::chrono::milliseconds pause_{};
  mutable SteadyTime opens_{};
};

}  // namespace jg::mcp
