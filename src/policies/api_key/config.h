// policies/api_key/config.h - the value of `apiKey`.
//
// Spec:  agentgateway's LocalAPIKeys.
// Trust: keys are secrets: no message shows one, and none is kept (key_ring.h).
#pragma once

#include "exchange/credential_mode.h"
#include "exchange/feature.h"
#include "exchange/location.h"
#include "policies/api_key/key_ring.h"

namespace jg::policies::api_key {

struct Settings {
  exchange::CredentialMode mode = exchange::CredentialMode::optional;
  exchange::Location location;
  std::vector<KeyEntry> keys;
};

config::Type<Settings> settings_type(const exchange::LoadContext& context);

}  // namespace jg::policies::api_key
