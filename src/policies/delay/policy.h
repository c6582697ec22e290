// policies/delay/policy.h - delay: keeps a request waiting, to try out what slowness does.
//
// Owner:  the snapshot. Thread: all workers; it has no state.
// Errors: http.client_gone when the wait was ended from outside.
// Limits: kLongest; the time counts against the exchange's own limit, and may last a tick of
//         net::Deadline longer.
// Trust:  an expression may read the request, so a client may choose its own delay up to kLongest.
#pragma once

#include <chrono>
#include <string>
#include <variant>

#include "exchange/expression.h"
#include "exchange/policy.h"
#include "exchange/variables.h"

namespace jg::policies::delay {

inline constexpr std::chrono::milliseconds kLongest{3'600'000};

// An expression gives a duration or a number of milliseconds; what is neither, or fails, is no
// delay.
using Amount = std::variant<std::chrono::milliseconds, exchange::Expression>;

class DelayPolicy final : public exchange::Policy {
 public:
  DelayPolicy(Amount amount, exchange::Surroundings surroundings)
      : amount_(std::move(amount)), surroundings_(std::move(surroundings)) {}

  Result<exchange::Verdict> on_request(exchange::Exchange&) const override {
    return exchange::Verdict::wait;
  }
  Task<Result<exchange::Verdict>> resume(exchange::Exchange& exchange) const override;
  std::vector<Remark> remarks() const override;

  std::chrono::milliseconds time_for(exchange::Exchange& exchange) const;

 private:
  Amount amount_;
  exchange::Surroundings surroundings_;
};

}  // namespace jg::policies::delay
