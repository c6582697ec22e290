// policies/timeout/policy.h - timeout: how long an exchange may take, and its backend.
//
// Owner:  the snapshot. Thread: all workers; it has no state.
// Errors: none of its own; exchange::TimeLimit ends what takes too long.
// Limits: requestTimeout counts from the request's head to the last byte of the answer, streams
//         included; backendRequestTimeout from the call of the backend to the head of its answer.
#pragma once

#include <chrono>

#include "exchange/policy.h"

namespace jg::policies::timeout {

// Zero: none.
struct Settings {
  std::chrono::milliseconds request{0};
  std::chrono::milliseconds backend{0};
};

class TimeoutPolicy final : public exchange::Policy {
 public:
  explicit TimeoutPolicy(const Settings& settings) : settings_(settings) {}

  Result<exchange::Verdict> on_request(exchange::Exchange& exchange) const override;
  std::vector<Remark> remarks() const override;

 private:
  Settings settings_;
};

}  // namespace jg::policies::timeout
