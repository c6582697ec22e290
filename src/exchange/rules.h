// exchange/rules.h - allow, deny and require: the decision of authorization rules over an exchange.
//
// A deny that is true refuses; then a require that is not true refuses; then an allow that is true
// lets on; without any allow everything left is let on, otherwise refused. Only the boolean true
// counts: a rule that fails to evaluate is not true, so deny fails open where require and allow
// fail closed. The order of the rules means nothing.
// Owner:  shared by the policies or models it guards. Thread: immutable.
// Errors: the code that evaluate() is given; the detail names the rule that decided and never a
//         value it read.
// Trust:  rules are the operator's; what they read is hostile. cel/context.h bounds each
//         evaluation.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "config/type.h"
#include "exchange/expression.h"
#include "exchange/feature.h"
#include "exchange/variables.h"

namespace jg::exchange {

enum class RuleKind : std::uint8_t { deny, require, allow };

struct Rule {
  RuleKind kind = RuleKind::allow;
  Expression expression;
  std::string name;  // for the operator: `deny rule authorization.rules[1] ("request.path == ...")`
  std::string scope = {};  // what a token lacks that it refuses; empty when it does not say
};

class RuleSet {
 public:
  RuleSet(std::vector<Rule> rules, Surroundings surroundings);

  // Values of `authorization` that are in force together, each a map with `rules`; bodies are at
  // hand. Null after a fault was told.
  static std::shared_ptr<const RuleSet> decode(const std::vector<config::Node>& levels,
                                               const LoadContext& context, config::Faults& faults,
                                               Phase phase = Phase::request);

  Result<void> evaluate(Exchange& exchange, const char* code = "authorization.denied") const;

  bool reads_body() const;
  // True when nobody unknown gets through: some require or allow rule reads `jwt` or `apiKey`.
  bool needs_identity() const;
  std::size_t count(RuleKind kind) const { return of(kind).size(); }
  bool empty() const { return rules_.empty(); }
  const std::vector<Rule>& rules() const { return rules_; }

 private:
  std::span<const Rule> of(RuleKind kind) const;
  void tell(Exchange& exchange, const cel::Activation& variables) const;
  Result<void> evaluate_allows(Exchange& exchange, const cel::Activation& variables,
                               const char* code) const;

  std::vector<Rule> rules_;                // deny, require, allow
  std::array<std::size_t, 4> begin_ = {};  // where each kind begins, and the end
  Surroundings surroundings_;
};

// The value of one `authorization` key, its rules used so.
config::Type<std::shared_ptr<const RuleSet>> rule_set_type(const LoadContext& context,
                                                           Use use = {});

// Its JSON Schema.
config::Schema rule_set_schema(config::Definitions& definitions);

}  // namespace jg::exchange
