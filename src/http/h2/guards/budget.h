// http/h2/guards/budget.h - so much of something that costs the peer little and us more, at once
// and a second.
//
// Owner:  one guard of one connection. Thread: one loop.
// Limits: as constructed. Up to two bursts can go through in a row, as the clock is looked at only
//         when nothing is left.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace jg::http::h2 {

class Budget {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  struct Size {
    std::uint32_t burst;
    std::uint32_t per_second;
  };

  Budget(Size size, TimePoint now) : size_(size), left_(size.burst), filled_(now) {}

  // False when nothing is left.
  bool spend(TimePoint now) {
    if (left_ == 0) refill(now);
    if (left_ == 0) return false;
    --left_;
    return true;
  }
  // Something useful went along with it.
  void earn(std::uint32_t amount) { left_ = std::min(size_.burst, left_ + amount); }

 private:
  void refill(TimePoint now) {
    const auto passed = std::chrono::duration_cast<std::chrono::seconds>(now - filled_);
    if (passed.count() <= 0) return;
    const auto gained = static_cast<std::uint64_t>(passed.count()) * size_.per_second;
    left_ = static_cast<std::uint32_t>(std::min<std::uint64_t>(size_.burst, gained));
    filled_ = now;
  }

  Size size_;
  std::uint32_t left_;
  TimePoint filled_;
};

}  // namespace jg::http::h2
