// exchange/conditional.h - what holds for every list of alternatives under `conditional`.
//
// Errors: told to a Faults.
// Limits: kMostAlternatives.
// Spec:   agentgateway's conditional policies: the first whose condition is true applies.
#pragma once

#include "config/document.h"
#include "config/faults.h"

namespace jg::exchange {

inline constexpr std::size_t kMostAlternatives = 64;  // as agentgateway has it

// That there are not too many, and that only the last has no `condition`.
void check_conditional(const config::Node& list, config::Faults& faults);

}  // namespace jg::exchange
