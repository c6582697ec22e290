#include "policies/authorization/feature.h"

#include "policies/authorization/policy.h"

namespace jg::policies::authorization {
namespace {

// The rules of all levels of one phase add up.
std::shared_ptr<const exchange::Policy> make(const std::vector<config::Node>& levels,
                                             const exchange::LoadContext& context,
                                             config::Faults& faults) {
  auto rules = exchange::RuleSet::decode(levels, context, faults);
  if (!rules) return nullptr;
  return std::make_shared<const AuthorizationPolicy>(std::move(rules));
}

}  // namespace

exchange::PolicyFeature authorization_feature() {
  return {"authorization", exchange::Stage::authorize,
          "Decides by rules over the request and the caller's claims.", make,
          exchange::rule_set_schema};
}

}  // namespace jg::policies::authorization
