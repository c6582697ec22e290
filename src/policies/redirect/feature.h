// policies/redirect/feature.h - requestRedirect, as the registry lists it.
#pragma once

#include "exchange/feature.h"

namespace jg::policies::redirect {

exchange::PolicyFeature request_redirect_feature();

}  // namespace jg::policies::redirect
