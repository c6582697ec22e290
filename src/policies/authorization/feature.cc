#include "policies/authorization/feature.h"

#include "policies/authorization/mcp_policy.h"
#include "policies/authorization/policy.h"

namespace jg::policies::authorization {
namespace {

// The rules of all levels of one phase add up.
template <class Made, exchange::Phase kPhase>
std::shared_ptr<const exchange::Policy> make(const std::vector<config::Node>& levels,
                                             const exchange::LoadContext& context,
                                             config::Faults& faults) {
  auto rules = exchange::RuleSet::decode(levels, context, faults, kPhase);
  if (!rules) return nullptr;
  return std::make_shared<const Made>(std::move(rules));
}

}  // namespace

exchange::PolicyFeature authorization_feature() {
  return {"authorization", exchange::Stage::authorize,
          "Decides by rules over the request and the caller's claims.",
          make<AuthorizationPolicy, exchange::Phase::request>, exchange::rule_set_schema};
}

exchange::PolicyFeature mcp_authorization_feature() {
  return {"mcpAuthorization",
          exchange::Stage::authorize,
          "Decides by rules over the tool, prompt, resource or task that a message of MCP names.",
          make<McpAuthorizationPolicy, exchange::Phase::message>,
          exchange::rule_set_schema,
          exchange::Reach::route};
}

}  // namespace jg::policies::authorization
