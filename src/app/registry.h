// app/registry.h - the one list of what this binary can do.
#pragma once

#include <vector>

#include "app/config/routing.h"
#include "exchange/feature.h"

namespace jg::app {

std::vector<exchange::PolicyFeature> policy_features();

// The keys under which the features stand in a configuration. Decoding one makes the policy, so
// that its faults are told with all others; the value is a std::shared_ptr<const exchange::Policy>.
PolicyKeys policy_keys(const std::vector<exchange::PolicyFeature>& features,
                       const exchange::LoadContext& context);

}  // namespace jg::app
