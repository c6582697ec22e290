// policies/authorization/feature.h - authorization and mcpAuthorization, as the registry lists them.
#pragma once

#include "exchange/feature.h"

namespace jg::policies::authorization {

exchange::PolicyFeature authorization_feature();
exchange::PolicyFeature mcp_authorization_feature();

}  // namespace jg::policies::authorization
