// http/h2/guards/priority_guard.h - priorities changed over and over (CVE-2019-9513); they mean
// nothing here, but each has to be read.
//
// Limits: 200 and 10 a second more than four for each request.
#pragma once

#include "http/h2/codes.h"
#include "http/h2/guards/budget.h"

namespace jg::http::h2 {

class PriorityGuard {
 public:
  static constexpr codes::Code kCode = codes::kPriorityFlood;
  static constexpr Budget::Size kSize{.burst = 200, .per_second = 10};
  static constexpr std::uint32_t kPerRequest = 4;

  explicit PriorityGuard(Budget::TimePoint now) : budget_(kSize, now) {}
  bool allows_priority(Budget::TimePoint now) { return budget_.spend(now); }
  void on_request() { budget_.earn(kPerRequest); }

 private:
  Budget budget_;
};

}  // namespace jg::http::h2
