// policies/response_headers/feature.h - responseHeaderModifier, as the registry lists it.
#pragma once

#include "exchange/feature.h"

namespace jg::policies::response_headers {

exchange::PolicyFeature response_header_modifier_feature();

}  // namespace jg::policies::response_headers
