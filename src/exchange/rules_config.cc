// Authorization rules from the configuration: {allow: cel}, {deny: cel}, {require: cel} or bare
// text, which allows.
#include <algorithm>

#include "config/schema.h"
#include "exchange/challenge.h"
#include "exchange/rules.h"

namespace jg::exchange {
namespace {

using config::Faults;
using config::Node;

std::string_view word(RuleKind kind) {
  switch (kind) {
    case RuleKind::deny: return "deny";
    case RuleKind::require: return "require";
    case RuleKind::allow: return "allow";
  }
  return {};
}

struct RuleMap {
  std::optional<Expression> allow;
  std::optional<Expression> deny;
  std::optional<Expression> require;
  std::string scope;
};

struct RulesMap {
  std::vector<Rule> rules;
};

Rule name_rule(RuleKind kind, Expression expression, const Node& item) {
  const Node text = item.is_map() ? *item.find(word(kind)) : item;
  std::string name = std::string(word(kind)) + " rule " + item.path() + " (" + text.shown() + ")";
  return {kind, std::move(expression), std::move(name)};
}

// Whether the text asks for the claim's presence, or has an answer for its absence. A guess by
// spelling: it only decides about a warning.
bool minds_absence(std::string_view text, const std::string& claim) {
  std::string dense;
  std::ranges::remove_copy_if(text, std::back_inserter(dense),
                              [](char c) { return c == ' ' || c == '\n'; });
  const std::vector<std::string> signs = {"has(jwt." + claim, "jwt.?" + claim, "jwt[?", "default(",
                                          "coalesce("};
  return std::ranges::any_of(
      signs, [&](const std::string& sign) { return dense.find(sign) != std::string::npos; });
}

// A deny rule on a claim that a token lacks, or on no token at all, fails to evaluate and so denies
// nothing.
void warn_if_open(const Rule& rule, const Node& item, Faults& faults) {
  if (rule.kind != RuleKind::deny) return;
  for (const cel::Read& read : rule.expression->reads()) {
    if (read.slot != slot_of(Root::jwt) || read.field.empty()) continue;
    if (minds_absence(rule.expression->text(), read.field)) continue;
    faults.warn(item, "denies nobody who has no claim \"" + read.field +
                          "\"; begin with !has(jwt." + read.field +
                          ") || ..., or turn it round and use require");
  }
}

Rule from_map(RuleMap map, const Node& item) {
  if (map.deny) return name_rule(RuleKind::deny, std::move(*map.deny), item);
  if (map.require) return name_rule(RuleKind::require, std::move(*map.require), item);
  return name_rule(RuleKind::allow, std::move(*map.allow), item);
}

config::Type<Rule> rule_type(Use use) {
  const auto of = [&](Purpose purpose) {
    return expression_type({use.phase, purpose, use.bodies});
  };
  const auto map = config::object(
      config::Object<RuleMap>("AuthorizationRule", "One rule of authorization.")
          .optional("allow", &RuleMap::allow, of(Purpose::allow),
                    "Lets on when true, unless a deny or require rule objects.")
          .optional("deny", &RuleMap::deny, of(Purpose::deny),
                    "Refuses when true. What fails to evaluate is not true.")
          .optional("require", &RuleMap::require, of(Purpose::require), "Refuses unless true.")
          .optional("scopes", &RuleMap::scope, scopes_type(),
                    "What a challenge names as missing when this rule refuses.")
          .ours({"scopes"})
          .never_empty({"allow", "deny", "require"})
          .exactly_one_of({"allow", "deny", "require"}));
  const auto from_text = [](Expression text, const Node& item, Faults&) -> std::optional<Rule> {
    return name_rule(RuleKind::allow, std::move(text), item);
  };
  const auto from_named = [](RuleMap named, const Node& item,
                             Faults& faults) -> std::optional<Rule> {
    std::string scope = std::move(named.scope);
    Rule rule = from_map(std::move(named), item);
    rule.scope = std::move(scope);
    warn_if_open(rule, item, faults);
    return rule;
  };
  return config::one_of<Rule>(
      {map.then<Rule>(from_named), of(Purpose::allow).then<Rule>(from_text)});
}

config::Type<RulesMap> rules_type(Use use) {
  return config::object(
      config::Object<RulesMap>("Authorization", "Who may do what, as rules over the request.")
          .required("rules", &RulesMap::rules, config::list_of(rule_type(use)),
                    "Their order means nothing; rules of all levels of one phase add up."));
}

}  // namespace

config::Type<std::shared_ptr<const RuleSet>> rule_set_type(const LoadContext& context, Use use) {
  using Shared = std::shared_ptr<const RuleSet>;
  return rules_type(use).then<Shared>([surroundings = read_surroundings(context.environment)](
                                          RulesMap map, const Node& node, Faults& faults) {
    if (map.rules.empty()) faults.warn(node, "has no rules and refuses nobody");
    return std::optional<Shared>(
        std::make_shared<const RuleSet>(std::move(map.rules), surroundings));
  });
}

config::Schema rule_set_schema(config::Definitions& definitions) {
  return rules_type({}).schema(definitions);
}

std::shared_ptr<const RuleSet> RuleSet::decode(const std::vector<Node>& levels,
                                               const LoadContext& context, Faults& faults,
                                               Phase phase) {
  const auto type = rule_set_type(context, {.phase = phase, .bodies = Bodies::read});
  std::vector<Rule> all;
  bool is_good = true;
  for (const Node& level : levels) {
    const auto set = type.decode(level, faults);
    is_good = is_good && set.has_value();
    if (set) all.insert(all.end(), (*set)->rules().begin(), (*set)->rules().end());
  }
  if (!is_good) return nullptr;
  return std::make_shared<const RuleSet>(std::move(all), read_surroundings(context.environment));
}

}  // namespace jg::exchange
