// policies/api_key/feature.h - apiKey, as the registry lists it.
#pragma once

#include "exchange/feature.h"

namespace jg::policies::api_key {

exchange::PolicyFeature api_key_feature();

}  // namespace jg::policies::api_key
