// policies/local_rate_limit/feature.h - localRateLimit, as the registry lists it.
#pragma once

#include "exchange/feature.h"

namespace jg::policies::local_rate_limit {

exchange::PolicyFeature local_rate_limit_feature();

}  // namespace jg::policies::local_rate_limit
