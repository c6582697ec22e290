// http/h2/guards/provoked_reset_guard.h - streams that this side has to reset or refuse because the
// peer breaks the rules on them: the same as rapid reset, by the victim's own hand (CVE-2025-8671,
// "MadeYouReset"), and streams past the limit.
//
// Honest peers provoke none, but for a burst of streams before they have read our settings.
//
// Limits: 200 and 10 a second.
#pragma once

#include "http/h2/codes.h"
#include "http/h2/guards/budget.h"

namespace jg::http::h2 {

class ProvokedResetGuard {
 public:
  static constexpr codes::Code kCode = codes::kProvokedResetFlood;
  static constexpr Budget::Size kSize{.burst = 200, .per_second = 10};

  explicit ProvokedResetGuard(Budget::TimePoint now) : budget_(kSize, now) {}
  bool allows_reset(Budget::TimePoint now) { return budget_.spend(now); }

 private:
  Budget budget_;
};

}  // namespace jg::http::h2
