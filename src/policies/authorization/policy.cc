#include "policies/authorization/policy.h"

#include "policies/authorization/remarks.h"

namespace jg::policies::authorization {

Result<exchange::Verdict> AuthorizationPolicy::on_request(exchange::Exchange& exchange) const {
  if (auto decided = rules_->evaluate(exchange); !decided)
    return std::unexpected(std::move(decided.error()));
  return exchange::Verdict::proceed;
}

std::vector<exchange::Policy::Remark> AuthorizationPolicy::remarks() const {
  return remarks_on(*rules_, "authorization");
}

}  // namespace jg::policies::authorization
