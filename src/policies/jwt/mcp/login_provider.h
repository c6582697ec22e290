// policies/jwt/mcp/login_provider.h - what is particular about the authorization servers that
// agentgateway knows by name.
//
// Spec: agentgateway's `mcpAuthentication.provider`; RFC 8414 section 3.1, OpenID Connect Discovery
//       1.0 section 4.1.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "config/type.h"

namespace jg::policies::jwt {

// `standard` is any that keeps to RFC 8414, and needs no name.
enum class LoginProvider : std::uint8_t { standard, auth0, okta, keycloak, authentik, descope };

// {keycloak: {}}
config::Type<LoginProvider> login_provider_type();

// Of an issuer that is a URL. Where its keys are, and what it says of itself.
std::string keys_url(LoginProvider provider, const std::string& issuer);
std::string metadata_url(LoginProvider provider, const std::string& issuer);

// Whether it only gives tokens for the gateway when the request names an `audience`.
bool wants_audience(LoginProvider provider);

}  // namespace jg::policies::jwt
