// policies/authorization/mcp_policy.h - mcpAuthorization: gives the rules over messages to the backend
// that reads them.
//
// Owner:  the snapshot. Thread: all workers; it has no state.
// Errors: none: the backend refuses, with mcp.denied.
#pragma once

#include <memory>

#include "exchange/policy.h"
#include "exchange/rules.h"

namespace jg::policies::authorization {

class McpAuthorizationPolicy final : public exchange::Policy {
 public:
  explicit McpAuthorizationPolicy(std::shared_ptr<const exchange::RuleSet> rules)
      : rules_(std::move(rules)) {}

  Result<exchange::Verdict> on_request(exchange::Exchange& exchange) const override;
  std::vector<Remark> remarks() const override;
  // A session is anybody's; what may be done in it is what the rules are about.
  Stance stance() const override { return Stance::indifferent; }

 private:
  const std::shared_ptr<const exchange::RuleSet> rules_;
};

}  // namespace jg::policies::authorization
