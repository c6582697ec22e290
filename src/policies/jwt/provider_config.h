// policies/jwt/provider_config.h - one provider as the configuration says it.
//
// Errors: told to a Faults.
// Spec:   agentgateway's issuer, audiences, jwks and jwtValidationOptions; the rest is jotgate's own.
#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/schema.h"
#include "exchange/feature.h"
#include "policies/jwt/introspection_config.h"
#include "policies/jwt/key_source.h"
#include "policies/jwt/provider.h"
#include "policies/jwt/revocation_config.h"

namespace jg::policies::jwt {

struct ValidationOptions {
  std::vector<std::string> required_claims = {"exp"};
};

// A set of checks under the name of its standard.
enum class Profile : std::uint8_t { access_token };

struct ProviderMap {
  std::string issuer;
  std::vector<std::string> issuer_aliases;
  std::vector<std::string> tenants;
  std::optional<std::string> tenant_claim;
  std::vector<std::string> audiences;
  std::vector<std::string> audience_claims = {"aud"};
  jose::AudienceMatch audience_match = jose::AudienceMatch::any;
  std::optional<KeySource> jwks;
  std::optional<IntrospectionMap> introspection;
  ValidationOptions validation;
  std::optional<jose::AlgorithmSet> algorithms;
  std::vector<std::string> types;
  std::optional<Profile> profile;
  std::chrono::seconds leeway{60};
  std::optional<std::chrono::seconds> max_lifetime;
  std::optional<std::chrono::seconds> max_age;
  jose::BoundTokens bound_tokens = jose::BoundTokens::refuse;
  Dpop dpop;
  std::optional<RevocationMap> revocation;
  bool allow_symmetric = false;
};

// To add one: 1. here and in ProviderMap; 2. in provider_object(); 3. in make_provider().
inline constexpr auto kProviderKeys = std::to_array<std::string_view>({"issuer",
                                                                       "issuerAliases",
                                                                       "tenants",
                                                                       "tenantClaim",
                                                                       "audiences",
                                                                       "audienceClaims",
                                                                       "audienceMatch",
                                                                       "jwks",
                                                                       "jwtValidationOptions",
                                                                       "algorithms",
                                                                       "types",
                                                                       "profile",
                                                                       "leeway",
                                                                       "maxLifetime",
                                                                       "maxAge",
                                                                       "boundTokens",
                                                                       "allowSymmetricKeys",
                                                                       "dpop",
                                                                       "revocation",
                                                                       "introspection"});

config::Type<ValidationOptions> validation_type();

config::Object<ProviderMap> provider_object(const exchange::LoadContext& context);

// Empty when the keys, or what else it needs, could not be loaded.
std::optional<Provider> make_provider(ProviderMap map, const exchange::LoadContext& context,
                                      config::Faults& faults);

}  // namespace jg::policies::jwt
