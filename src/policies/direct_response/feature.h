// policies/direct_response/feature.h - directResponse, as the registry lists it.
#pragma once

#include "exchange/feature.h"

namespace jg::policies::direct_response {

exchange::PolicyFeature direct_response_feature();

}  // namespace jg::policies::direct_response
