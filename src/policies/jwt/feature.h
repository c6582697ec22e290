// policies/jwt/feature.h - jwtAuth and mcpAuthentication, as the registry lists them.
#pragma once

#include "exchange/feature.h"

namespace jg::policies::jwt {

exchange::PolicyFeature jwt_auth_feature();
exchange::PolicyFeature mcp_authentication_feature();

}  // namespace jg::policies::jwt
