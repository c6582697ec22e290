// http/h2/guards/window_guard.h - window updates without end, and windows opened by a few bytes so
// that every byte costs a frame (CVE-2019-9511, "data dribble").
//
// Whoever takes data may say so twice a frame (stream and connection), and again in between.
//
// Limits: 1,000 updates and 100 a second more than four for each DATA frame sent; 200 frames cut
//         short under 64 bytes by the window, and 20 a second.
#pragma once

#include <cstddef>

#include "http/h2/codes.h"
#include "http/h2/guards/budget.h"

namespace jg::http::h2 {

class WindowGuard {
 public:
  static constexpr codes::Code kCode = codes::kWindowFlood;
  static constexpr Budget::Size kUpdates{.burst = 1000, .per_second = 100};
  static constexpr Budget::Size kDribbles{.burst = 200, .per_second = 20};
  static constexpr std::size_t kDribble = 64;  // bytes
  static constexpr std::uint32_t kUpdatesPerFrame = 4;

  explicit WindowGuard(Budget::TimePoint now)
      : updates_(kUpdates, now), dribbles_(kDribbles, now) {}
  bool allows_update(Budget::TimePoint now) { return updates_.spend(now); }
  // A DATA frame was sent that the window held down to `window` bytes.
  bool allows_cut(std::size_t window, Budget::TimePoint now) {
    return window >= kDribble || dribbles_.spend(now);
  }
  void on_data_sent() { updates_.earn(kUpdatesPerFrame); }

 private:
  Budget updates_;
  Budget dribbles_;
};

}  // namespace jg::http::h2
