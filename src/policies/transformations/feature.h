// policies/transformations/feature.h - transformations, as the registry lists it.
#pragma once

#include "exchange/feature.h"

namespace jg::policies::transformations {

exchange::PolicyFeature transformations_feature();

}  // namespace jg::policies::transformations
