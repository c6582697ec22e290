// policies/authorization/feature.h - authorization, as the registry lists it.
#pragma once

#include "exchange/feature.h"

namespace jg::policies::authorization {

exchange::PolicyFeature authorization_feature();

}  // namespace jg::policies::authorization
