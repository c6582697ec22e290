// policies/jwt/config.h - the value of `jwtAuth`: one issuer's keys at the top, or several under
// `providers`.
//
// Spec:   agentgateway's LocalJwtConfig; what the schema marks is jotgate's own.
#pragma once

#include "config/type.h"
#include "exchange/feature.h"
#include "policies/jwt/settings.h"

namespace jg::policies::jwt {

config::Type<Settings> settings_type(const exchange::LoadContext& context);

}  // namespace jg::policies::jwt
