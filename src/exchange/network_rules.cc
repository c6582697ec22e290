#include "exchange/network_rules.h"

#include <algorithm>
#include <array>

namespace jg::exchange {
namespace {

bool is_known_early(std::size_t slot) {
  constexpr std::array kEarly = {slot_of(Root::source), slot_of(Root::destination),
                                 slot_of(Root::env)};
  return std::ranges::find(kEarly, slot) != kEarly.end();
}

// The first root that a connection does not have; empty when there is none.
std::string strange_root(const Rule& rule, const cel::Environment& environment) {
  for (const cel::Read& read : rule.expression->reads())
    if (!is_known_early(read.slot)) return environment.roots()[read.slot].name;
  return {};
}

}  // namespace

config::Type<std::shared_ptr<const RuleSet>> network_rules_type(const LoadContext& context) {
  using Shared = std::shared_ptr<const RuleSet>;
  return rule_set_type(context).then<Shared>(
      [environment = request_environment()](Shared rules, const config::Node& node,
                                            config::Faults& faults) -> std::optional<Shared> {
        const std::size_t errors = faults.errors();
        for (const Rule& rule : rules->rules())
          if (const std::string root = strange_root(rule, environment); !root.empty())
            faults.add(node, "the " + rule.name + " reads '" + root +
                                 "', which a connection does not have yet; only source, "
                                 "destination and env are known");
        if (faults.errors() != errors) return std::nullopt;
        return rules;
      });
}

Result<void> evaluate_network_rules(const RuleSet& rules, Exchange& exchange) {
  return rules.evaluate(exchange, "connection.denied");
}

}  // namespace jg::exchange
