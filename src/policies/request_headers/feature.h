// policies/request_headers/feature.h - requestHeaderModifier, as the registry lists it.
#pragma once

#include "exchange/feature.h"

namespace jg::policies::request_headers {

exchange::PolicyFeature request_header_modifier_feature();

}  // namespace jg::policies::request_headers
