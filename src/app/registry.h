// app/registry.h - the one list of what this binary can do.
#pragma once

#include <vector>

#include "app/config/policy_keys.h"
#include "exchange/feature.h"

namespace jg::app {

std::vector<exchange::PolicyFeature> policy_features();

// The keys under which the features stand in a configuration, where each may. Decoding one makes
// the policy, so that its faults are told with all others; the value is a
// std::shared_ptr<const exchange::Policy>.
PolicyPlaces policy_places(const std::vector<exchange::PolicyFeature>& features,
                           const exchange::LoadContext& context);

}  // namespace jg::app
