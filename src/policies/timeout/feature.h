// policies/timeout/feature.h - timeout, as the registry lists it.
#pragma once

#include "exchange/feature.h"

namespace jg::policies::timeout {

exchange::PolicyFeature timeout_feature();

}  // namespace jg::policies::timeout
