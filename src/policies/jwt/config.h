// policies/jwt/config.h - the value of `jwtAuth`: one issuer's keys at the top, or several under
// `providers`.
//
// Spec:   agentgateway's LocalJwtConfig; what the schema marks is jotgate's own.
#pragma once

#include "config/type.h"
#include "exchange/feature.h"
#include "policies/jwt/provider_config.h"
#include "policies/jwt/settings.h"

namespace jg::policies::jwt {

config::Type<Settings> settings_type(const exchange::LoadContext& context);

// What holds for all providers.
struct CommonMap {
  Mode mode = Mode::optional;
  std::optional<exchange::Location> location;
  std::optional<std::vector<exchange::Location>> locations;
  bool strips_invalid = false;
  Binding certificate_binding = Binding::off;
  ClaimHeaders claim_headers;
  exchange::Challenge challenge;
  std::optional<ResourceMetadataMap> metadata;
};

// Of what the map says, or what stands for one. Nothing after a fault was told.
std::optional<Settings> make_settings(CommonMap common, std::vector<ProviderMap> maps,
                                      const exchange::LoadContext& context, config::Faults& faults);

}  // namespace jg::policies::jwt
