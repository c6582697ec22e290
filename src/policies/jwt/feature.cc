#include "policies/jwt/feature.h"

#include "policies/jwt/config.h"
#include "policies/jwt/policy.h"

namespace jg::policies::jwt {
namespace {

// The most specific level replaces the others as a whole.
std::shared_ptr<const exchange::Policy> make(const std::vector<config::Node>& levels,
                                             const exchange::LoadContext& context,
                                             config::Faults& faults) {
  auto settings = settings_type(context).decode(levels.back(), faults);
  if (!settings) return nullptr;
  return std::make_shared<const JwtPolicy>(std::move(*settings), context.workers);
}

}  // namespace

exchange::PolicyFeature jwt_auth_feature() {
  return {"jwtAuth", exchange::Stage::identify, "Checks the caller's JSON Web Token.", make,
          settings_schema};
}

}  // namespace jg::policies::jwt
