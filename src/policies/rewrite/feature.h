// policies/rewrite/feature.h - urlRewrite, as the registry lists it.
#pragma once

#include "exchange/feature.h"

namespace jg::policies::rewrite {

exchange::PolicyFeature url_rewrite_feature();

}  // namespace jg::policies::rewrite
