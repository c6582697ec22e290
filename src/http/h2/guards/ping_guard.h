// http/h2/guards/ping_guard.h - pings over and over, each to be answered (CVE-2019-9512).
//
// gRPC measures a connection with a ping beside its data, so every message and every piece of data,
// either way, makes up for one.
//
// Limits: 100 and 10 a second.
#pragma once

#include "http/h2/codes.h"
#include "http/h2/guards/budget.h"

namespace jg::http::h2 {

class PingGuard {
 public:
  static constexpr codes::Code kCode = codes::kPingFlood;
  static constexpr Budget::Size kSize{.burst = 100, .per_second = 10};

  explicit PingGuard(Budget::TimePoint now) : budget_(kSize, now) {}
  bool allows_ping(Budget::TimePoint now) { return budget_.spend(now); }
  void on_work() { budget_.earn(1); }

 private:
  Budget budget_;
};

}  // namespace jg::http::h2
