// policies/local_rate_limit/config.h - the value of `localRateLimit`: a list of limits, or
// alternatives under `conditional`.
//
// Spec: agentgateway's LocalRateLimitPolicy.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "config/type.h"
#include "exchange/expression.h"
#include "policies/local_rate_limit/bucket.h"

namespace jg::policies::local_rate_limit {

enum class Counts : std::uint8_t { requests, tokens };

struct LimitConfig {
  Counts counts = Counts::requests;
  std::uint64_t max_tokens = 0;
  std::uint64_t tokens_per_fill = 0;
  std::chrono::nanoseconds fill_interval{0};
  std::string path;  // where it stands (config::Node::named_path)

  BucketRules rules() const { return {max_tokens, tokens_per_fill, fill_interval}; }
};

struct AlternativeConfig {
  std::optional<exchange::Expression> condition;  // absent: it always applies
  std::vector<LimitConfig> limits;                // all of them count
};

using Alternatives = std::vector<AlternativeConfig>;  // the first whose condition is true applies

config::Type<Alternatives> alternatives_type();

}  // namespace jg::policies::local_rate_limit
