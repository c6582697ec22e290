// exchange/network_rules.h - rules about a connection itself, before anything is asked on it.
//
// Errors: connection.denied; the detail names the rule that decided.
// Spec:   agentgateway's networkAuthorization: rules over `source`, and here `destination` and
//         `env`.
#pragma once

#include "exchange/rules.h"

namespace jg::exchange {

// A rule that reads what only a request has is a fault.
config::Type<std::shared_ptr<const RuleSet>> network_rules_type(const LoadContext& context);

// `exchange` has its source and destination, and nothing else.
Result<void> evaluate_network_rules(const RuleSet& rules, Exchange& exchange);

}  // namespace jg::exchange
