#include "policies/authorization/mcp_policy.h"

#include "policies/authorization/remarks.h"

namespace jg::policies::authorization {

Result<exchange::Verdict> McpAuthorizationPolicy::on_request(exchange::Exchange& exchange) const {
  exchange.facts.mcp_rules = rules_.get();
  return exchange::Verdict::proceed;
}

std::vector<exchange::Policy::Remark> McpAuthorizationPolicy::remarks() const {
  return remarks_on(*rules_, "mcpAuthorization");
}

}  // namespace jg::policies::authorization
