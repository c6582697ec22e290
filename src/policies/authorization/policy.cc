#include "policies/authorization/policy.h"

namespace jg::policies::authorization {

using exchange::RuleKind;

Result<exchange::Verdict> AuthorizationPolicy::on_request(exchange::Exchange& exchange) const {
  if (auto decided = rules_->evaluate(exchange); !decided)
    return std::unexpected(std::move(decided.error()));
  return exchange::Verdict::proceed;
}

std::vector<exchange::Policy::Remark> AuthorizationPolicy::remarks() const {
  const auto count = [this](RuleKind kind) { return std::to_string(rules_->count(kind)); };
  std::vector<Remark> out;
  out.push_back({Remark::Kind::states, "authorization: " + count(RuleKind::deny) + " deny, " +
                                           count(RuleKind::require) + " require and " +
                                           count(RuleKind::allow) + " allow rules"});
  if (rules_->empty()) {
    out.push_back({Remark::Kind::warns, "authorization: there are no rules, nobody is refused"});
  } else if (rules_->count(RuleKind::allow) == 0 && rules_->count(RuleKind::require) == 0) {
    out.push_back(
        {Remark::Kind::warns,
         "authorization: only deny rules; a rule that cannot be evaluated refuses nobody"});
  }
  return out;
}

}  // namespace jg::policies::authorization
