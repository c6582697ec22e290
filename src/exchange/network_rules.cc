#include "exchange/network_rules.h"

namespace jg::exchange {

config::Type<std::shared_ptr<const RuleSet>> network_rules_type(const LoadContext& context) {
  return rule_set_type(context, {.phase = Phase::connection});
}

Result<void> evaluate_network_rules(const RuleSet& rules, Exchange& exchange) {
  return rules.evaluate(exchange, "connection.denied");
}

}  // namespace jg::exchange
