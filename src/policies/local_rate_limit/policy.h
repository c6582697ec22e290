// policies/local_rate_limit/policy.h - localRateLimit: so many requests, or tokens of models, in a
// time, for all callers and workers together.
//
// Owner:  the snapshot; its buckets outlive it (exchange/kept_states.h).
// Thread: all workers (bucket.h).
// Errors: rate_limit.exceeded.
// Spec:   agentgateway's localRateLimit: limits are asked in order, and what an earlier one gave is
//         not given back when a later one refuses. A limit on tokens lets a request on while one is
//         left and takes what the answer used, never below none.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "exchange/expression.h"
#include "exchange/policy.h"
#include "exchange/variables.h"
#include "policies/local_rate_limit/config.h"

namespace jg::policies::local_rate_limit {

struct Limit {
  Counts counts = Counts::requests;
  std::shared_ptr<const Bucket> bucket;
};

struct Alternative {
  std::optional<exchange::Expression> condition;
  std::vector<Limit> limits;
};

class LocalRateLimitPolicy final : public exchange::Policy {
 public:
  LocalRateLimitPolicy(std::vector<Alternative> alternatives, exchange::Surroundings surroundings)
      : alternatives_(std::move(alternatives)), surroundings_(std::move(surroundings)) {}

  Result<exchange::Verdict> on_request(exchange::Exchange& exchange) const override;
  // Tells the client what is left, whether it was refused or not.
  void on_response(exchange::Exchange& exchange) const override;
  void on_done(exchange::Exchange& exchange) const override;
  std::vector<Remark> remarks() const override;

 private:
  std::optional<std::size_t> choose(exchange::Exchange& exchange) const;

  std::vector<Alternative> alternatives_;
  exchange::Surroundings surroundings_;
};

}  // namespace jg::policies::local_rate_limit
