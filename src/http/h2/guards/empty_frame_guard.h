// http/h2/guards/empty_frame_guard.h - frames of a body that bring nothing of it and do not end it
// (CVE-2019-9518).
//
// Limits: 100 and 10 a second.
#pragma once

#include "http/h2/codes.h"
#include "http/h2/guards/budget.h"

namespace jg::http::h2 {

class EmptyFrameGuard {
 public:
  static constexpr codes::Code kCode = codes::kEmptyFrameFlood;
  static constexpr Budget::Size kSize{.burst = 100, .per_second = 10};

  explicit EmptyFrameGuard(Budget::TimePoint now) : budget_(kSize, now) {}
  bool allows_empty_frame(Budget::TimePoint now) { return budget_.spend(now); }

 private:
  Budget budget_;
};

}  // namespace jg::http::h2
