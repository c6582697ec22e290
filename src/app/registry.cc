#include "app/registry.h"

#include <algorithm>
#include <array>
#include <memory>

#include "policies/api_key/feature.h"
#include "policies/authorization/feature.h"
#include "policies/cors/feature.h"
#include "policies/delay/feature.h"
#include "policies/direct_response/feature.h"
#include "policies/jwt/feature.h"
#include "policies/local_rate_limit/feature.h"
#include "policies/redirect/feature.h"
#include "policies/request_headers/feature.h"
#include "policies/response_headers/feature.h"
#include "policies/rewrite/feature.h"
#include "policies/timeout/feature.h"
#include "policies/transformations/feature.h"

namespace jg::app {
namespace {

using exchange::PolicyFeature;
using exchange::Reach;

// agentgateway's policies; those that no feature offers are refused by name.
struct Known {
  std::string_view key;
  Reach reach;
};
constexpr auto kKnown = std::to_array<Known>({
    {"oidc", Reach::gateway},
    {"jwtAuth", Reach::gateway},
    {"authorization", Reach::gateway},
    {"extAuthz", Reach::gateway},
    {"extProc", Reach::gateway},
    {"cors", Reach::gateway},
    {"transformations", Reach::gateway},
    {"basicAuth", Reach::gateway},
    {"apiKey", Reach::gateway},
    {"localRateLimit", Reach::llm},
    {"remoteRateLimit", Reach::llm},
    {"requestHeaderModifier", Reach::route},
    {"responseHeaderModifier", Reach::route},
    {"requestRedirect", Reach::route},
    {"urlRewrite", Reach::route},
    {"requestMirror", Reach::route},
    {"directResponse", Reach::route},
    {"mcpAuthorization", Reach::route},
    {"mcpGuardrails", Reach::route},
    {"mcpAuthentication", Reach::route},
    {"a2a", Reach::route},
    {"ai", Reach::route},
    {"backendTunnel", Reach::route},
    {"backendAuth", Reach::route},
    {"csrf", Reach::route},
    {"buffer", Reach::route},
    {"timeout", Reach::route},
    {"retry", Reach::route},
    {"delay", Reach::route},
});

// Decoding makes the policy; `context` outlives the key.
config::DynamicKey make_key(const PolicyFeature& feature, const exchange::LoadContext& context) {
  using Made = std::shared_ptr<const exchange::Policy>;
  const config::Type<Made> type({
      .shapes = feature.shapes,
      .expected = std::string(feature.expected),
      .decode = [feature, &context](const config::Node& node,
                                    config::Faults& faults) -> std::optional<Made> {
        auto made = feature.make({node}, context, faults);
        if (!made) return std::nullopt;
        return made;
      },
      .schema = feature.schema,
  });
  return config::dynamic_key(std::string(feature.key), std::string(feature.doc), type);
}

PlacePolicies policies_at(Reach place, const std::vector<PolicyFeature>& features,
                          const exchange::LoadContext& context) {
  PlacePolicies out;
  for (const PolicyFeature& feature : features)
    if (feature.reach >= place) out.offered.push_back(make_key(feature, context));
  for (const Known& known : kKnown)
    if (known.reach >= place &&
        std::ranges::find(features, known.key, &PolicyFeature::key) == features.end())
      out.not_yet.push_back(known.key);
  return out;
}

}  // namespace

// To add a policy: its line here, and its folder in CMakeLists.txt.
std::vector<PolicyFeature> policy_features() {
  return {
      policies::timeout::timeout_feature(),
      policies::cors::cors_feature(),
      policies::jwt::jwt_auth_feature(),
      policies::jwt::mcp_authentication_feature(),
      policies::api_key::api_key_feature(),
      policies::authorization::authorization_feature(),
      policies::authorization::mcp_authorization_feature(),
      policies::local_rate_limit::local_rate_limit_feature(),
      policies::transformations::transformations_feature(),
      policies::request_headers::request_header_modifier_feature(),
      policies::response_headers::response_header_modifier_feature(),
      policies::rewrite::url_rewrite_feature(),
      policies::redirect::request_redirect_feature(),
      policies::delay::delay_feature(),
      policies::direct_response::direct_response_feature(),
  };
}

PolicyPlaces policy_places(const std::vector<PolicyFeature>& features,
                           const exchange::LoadContext& context) {
  return {policies_at(Reach::gateway, features, context),
          policies_at(Reach::llm, features, context), policies_at(Reach::route, features, context)};
}

}  // namespace jg::app
