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
  auto memory = context.states->keep<TokenMemory>(
      {}, [&] { return std::make_shared<const TokenMemory>(context.workers); });
  return std::make_shared<const JwtPolicy>(std::move(*settings), std::move(memory));
}

}  // namespace

exchange::PolicyFeature jwt_auth_feature() {
  return {"jwtAuth", exchange::Stage::identify, "Checks the caller's JSON Web Token.", make,
          exchange::schema_by(settings_type)};
}

}  // namespace jg::policies::jwt
