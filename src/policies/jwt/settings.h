// policies/jwt/settings.h - a jwtAuth as it is in force, its key sets loaded.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "exchange/challenge.h"
#include "exchange/credential_mode.h"
#include "exchange/locations.h"
#include "policies/jwt/binding.h"
#include "policies/jwt/claim_headers.h"
#include "policies/jwt/provider.h"
#include "policies/jwt/resource_metadata.h"

namespace jg::policies::jwt {

using Mode = exchange::CredentialMode;

struct Settings {
  Mode mode = Mode::optional;
  exchange::Locations locations;
  std::vector<Provider> providers;
  bool strips_invalid = false;  // permissive mode: a token that failed is taken out, not passed on
  Binding certificate_binding = Binding::off;
  ClaimHeaders claim_headers = {};
  exchange::Challenge challenge = {};
  exchange::Challenge holder_challenge = {};  // to who has shown to hold the token's DPoP key
  std::optional<ResourceMetadata> metadata = {};

  bool asks_for_proofs() const {
    return std::ranges::any_of(providers,
                               [](const Provider& one) { return one.dpop.mode != Binding::off; });
  }
};

}  // namespace jg::policies::jwt
