// policies/jwt/settings.h - a jwtAuth as it is in force, its key sets loaded.
#pragma once

#include <optional>
#include <vector>

#include "exchange/challenge.h"
#include "exchange/credential_mode.h"
#include "exchange/locations.h"
#include "policies/jwt/certificate_binding.h"
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
  CertificateBinding certificate_binding = CertificateBinding::off;
  ClaimHeaders claim_headers = {};
  exchange::Challenge challenge = {};
  std::optional<ResourceMetadata> metadata = {};
};

}  // namespace jg::policies::jwt
