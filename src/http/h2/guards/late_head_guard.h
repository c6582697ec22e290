// http/h2/guards/late_head_guard.h - heads that an upstream sends on streams which are over, or
// which this side has reset: they are decoded for nothing, and no window limits them.
//
// Honest upstreams have the heads of an answer on their way when its stream is reset, so a reset
// makes up for as many; behind an answer's end they send none.
//
// Limits: 1,000 and 100 a second; 64 more for each reset.
#pragma once

#include "http/h2/codes.h"
#include "http/h2/guards/budget.h"

namespace jg::http::h2 {

class LateHeadGuard {
 public:
  static constexpr codes::Code kCode = codes::kLateHeadFlood;
  static constexpr Budget::Size kSize{.burst = 1000, .per_second = 100};
  static constexpr std::uint32_t kHeads = 64;  // of one answer: interim ones too

  explicit LateHeadGuard(Budget::TimePoint now) : budget_(kSize, now) {}
  bool allows_head(Budget::TimePoint now) { return budget_.spend(now); }
  void on_reset() { budget_.earn(kHeads); }

 private:
  Budget budget_;
};

}  // namespace jg::http::h2
