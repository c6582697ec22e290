#include "exchange/rules.h"

#include <algorithm>

#include "exchange/trace.h"

namespace jg::exchange {
namespace {

// Of whoever calls: null for somebody unknown.
bool reads_caller(const Rule& rule) {
  return std::ranges::any_of(rule.expression->reads(), [](const cel::Read& read) {
    return read.slot == slot_of(Root::jwt) || read.slot == slot_of(Root::api_key);
  });
}

// Codes and messages of evaluation errors are fixed words; they hold nothing of the request.
std::string outcome(cel::Value value) {
  if (value.is_true()) return " is true";
  if (value.is_error())
    return " failed (" + std::string(cel::code_of(value.code())) + ": " + value.message() + ")";
  if (!value.is(cel::Kind::boolean)) return " is not a boolean";
  return " is not true";
}

// Each allow rule is a way in: the first that names its scopes stands for them.
std::string_view first_scope(std::span<const Rule> allows) {
  for (const Rule& rule : allows)
    if (!rule.scope.empty()) return rule.scope;
  return {};
}

// A deny that is not true and a require that is hold nothing up; an allow that is not true decides
// nothing by itself.
Finding::Outcome outcome_of(RuleKind kind, bool is_true) {
  switch (kind) {
    case RuleKind::deny: return is_true ? Finding::Outcome::failed : Finding::Outcome::good;
    case RuleKind::require: return is_true ? Finding::Outcome::good : Finding::Outcome::failed;
    case RuleKind::allow: return is_true ? Finding::Outcome::good : Finding::Outcome::noted;
  }
  return Finding::Outcome::noted;
}

std::vector<Finding::Value> claims_read(const Rule& rule, const std::optional<Identity>& identity) {
  std::vector<Finding::Value> out;
  for (const cel::Read& read : rule.expression->reads()) {
    if (read.slot != slot_of(Root::jwt) || read.field.empty()) continue;
    const auto claim = identity ? identity->root().find(read.field) : std::nullopt;
    out.push_back({"jwt." + read.field, claim ? claim->dump() : std::string()});
  }
  return out;
}

}  // namespace

RuleSet::RuleSet(std::vector<Rule> rules, Surroundings surroundings)
    : surroundings_(std::move(surroundings)) {
  rules_.reserve(rules.size());
  for (const RuleKind kind : {RuleKind::deny, RuleKind::require, RuleKind::allow}) {
    for (Rule& rule : rules)
      if (rule.kind == kind) rules_.push_back(std::move(rule));
    begin_[static_cast<std::size_t>(kind) + 1] = rules_.size();
  }
}

std::span<const Rule> RuleSet::of(RuleKind kind) const {
  const auto slot = static_cast<std::size_t>(kind);
  return std::span(rules_).subspan(begin_[slot], begin_[slot + 1] - begin_[slot]);
}

Result<void> RuleSet::evaluate(Exchange& exchange, const char* code) const {
  if (rules_.empty()) return {};
  const RequestVariables variables(exchange, surroundings_);
  if (exchange.worker.trace != nullptr) tell(exchange, variables);
  for (const Rule& rule : of(RuleKind::deny)) {
    exchange.missing_scope = rule.scope;
    if (rule.expression->matches(variables, exchange.arena))
      return fail(Blame::client, code, rule.name + " is true");
  }
  for (const Rule& rule : of(RuleKind::require)) {
    exchange.missing_scope = rule.scope;
    const cel::Value value = rule.expression->evaluate(variables, exchange.arena);
    if (!value.is_true()) return fail(Blame::client, code, rule.name + outcome(value));
  }
  return evaluate_allows(exchange, variables, code);
}

// What each rule comes to, whether or not it is reached, and the claims it reads.
void RuleSet::tell(Exchange& exchange, const cel::Activation& variables) const {
  for (const Rule& rule : rules_) {
    const cel::Value value = rule.expression->evaluate(variables, exchange.arena);
    exchange.worker.trace->tell({.step = "rule",
                                 .outcome = outcome_of(rule.kind, value.is_true()),
                                 .says = rule.name + outcome(value),
                                 .values = claims_read(rule, exchange.facts.identity)});
  }
}

// A refusal says what an operator asks first: was there a caller at all, and did a rule fail rather
// than say no.
Result<void> RuleSet::evaluate_allows(Exchange& exchange, const cel::Activation& variables,
                                      const char* code) const {
  const auto allows = of(RuleKind::allow);
  if (allows.empty()) return {};
  std::string failed;
  for (const Rule& rule : allows) {
    const cel::Value value = rule.expression->evaluate(variables, exchange.arena);
    if (value.is_true()) return {};
    if (value.is_error() && failed.empty()) failed = "; " + rule.name + outcome(value);
  }
  exchange.missing_scope = first_scope(allows);
  std::string detail = "none of " + std::to_string(allows.size()) + " allow rules is true";
  const bool is_known = exchange.facts.identity || exchange.facts.api_key;
  if (!is_known && std::ranges::any_of(allows, reads_caller))
    detail += "; the request carries no verified token or key";
  return fail(Blame::client, code, detail + failed);
}

bool RuleSet::reads_body() const {
  return std::ranges::any_of(rules_, [](const Rule& rule) {
    return exchange::reads_body(rule.expression, Root::request);
  });
}

bool RuleSet::needs_identity() const {
  return std::ranges::any_of(
      rules_, [](const Rule& rule) { return rule.kind != RuleKind::deny && reads_caller(rule); });
}

}  // namespace jg::exchange
