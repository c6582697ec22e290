// policies/jwt/mcp/config.h - the value of `mcpAuthentication`.
//
// Errors: told to a Faults.
// Spec:   agentgateway's McpAuthentication; `resourceMetadata.resource` is required, since a name
//         that the request gives (Host) proves nothing of where tokens are for.
#pragma once

#include <optional>

#include "config/type.h"
#include "exchange/feature.h"
#include "policies/jwt/mcp/authorization_server.h"
#include "policies/jwt/settings.h"

namespace jg::policies::jwt {

struct McpSettings {
  Settings tokens;
  std::optional<AuthorizationServer> server;
};

config::Type<McpSettings> mcp_settings_type(const exchange::LoadContext& context);

}  // namespace jg::policies::jwt
