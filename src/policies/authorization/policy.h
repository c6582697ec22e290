// policies/authorization/policy.h - authorization: lets an exchange on when the rules say so.
//
// Owner:  the snapshot. Thread: all workers; it has no state.
// Errors: authorization.denied; the detail names the rule that decided.
#pragma once

#include <memory>

#include "exchange/policy.h"
#include "exchange/rules.h"

namespace jg::policies::authorization {

class AuthorizationPolicy final : public exchange::Policy {
 public:
  explicit AuthorizationPolicy(std::shared_ptr<const exchange::RuleSet> rules)
      : rules_(std::move(rules)) {}

  Result<exchange::Verdict> on_request(exchange::Exchange& exchange) const override;
  Bodies bodies() const override { return {.request = rules_->reads_body()}; }
  std::vector<Remark> remarks() const override;
  Stance stance() const override {
    return rules_->needs_identity() ? Stance::turns_anonymous_away : Stance::judges;
  }

 private:
  std::shared_ptr<const exchange::RuleSet> rules_;
};

}  // namespace jg::policies::authorization
