// policies/cors/feature.h - cors, as the registry lists it.
#pragma once

#include "exchange/feature.h"

namespace jg::policies::cors {

exchange::PolicyFeature cors_feature();

}  // namespace jg::policies::cors
