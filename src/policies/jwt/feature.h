// policies/jwt/feature.h - jwtAuth, as the registry lists it.
#pragma once

#include "exchange/feature.h"

namespace jg::policies::jwt {

exchange::PolicyFeature jwt_auth_feature();

}  // namespace jg::policies::jwt
