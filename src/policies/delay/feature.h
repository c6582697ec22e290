// policies/delay/feature.h - delay, as the registry lists it.
#pragma once

#include "exchange/feature.h"

namespace jg::policies::delay {

exchange::PolicyFeature delay_feature();

}  // namespace jg::policies::delay
