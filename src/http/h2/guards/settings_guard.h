// http/h2/guards/settings_guard.h - settings over and over: each is to be answered, and may have
// every stream's window worked out anew (CVE-2019-9515).
//
// Limits: 50 and 2 a second.
#pragma once

#include "http/h2/codes.h"
#include "http/h2/guards/budget.h"

namespace jg::http::h2 {

class SettingsGuard {
 public:
  static constexpr codes::Code kCode = codes::kSettingsFlood;
  static constexpr Budget::Size kSize{.burst = 50, .per_second = 2};

  explicit SettingsGuard(Budget::TimePoint now) : budget_(kSize, now) {}
  bool allows_settings(Budget::TimePoint now) { return budget_.spend(now); }

 private:
  Budget budget_;
};

}  // namespace jg::http::h2
