// http/h2/guards/reset_guard.h - rapid reset: requests that are taken back as soon as they are
// made, so that the limit of streams never holds (CVE-2023-44487).
//
// A reset counts when its stream was young and nothing of an answer was sent; each answer that was
// waited for makes up for one. A client whose deadlines pass, or who leaves a page, is no flood.
//
// Limits: 500 and 50 a second; young is under a second.
#pragma once

#include "http/h2/codes.h"
#include "http/h2/guards/budget.h"

namespace jg::http::h2 {

class ResetGuard {
 public:
  static constexpr codes::Code kCode = codes::kResetFlood;
  static constexpr Budget::Size kSize{.burst = 500, .per_second = 50};
  static constexpr std::chrono::seconds kYoung{1};

  explicit ResetGuard(Budget::TimePoint now) : budget_(kSize, now) {}
  bool allows_reset(Budget::TimePoint begun, Budget::TimePoint now) {
    return now - begun >= kYoung || budget_.spend(now);
  }
  void on_answer() { budget_.earn(1); }

 private:
  Budget budget_;
};

}  // namespace jg::http::h2
