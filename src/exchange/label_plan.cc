#include "exchange/label_plan.h"

#include <algorithm>
#include <new>

#include "base/ascii.h"
#include "cel/check.h"
#include "config/types.h"
#include "exchange/knowledge.h"
#include "telemetry/families.h"

namespace jg::exchange {
namespace {

using config::Faults;
using config::Node;

constexpr Use kWhenAllIsOver{.phase = Phase::done};
constexpr std::size_t kLongestName = 64;

// Prometheus keeps names that begin with two underscores for itself.
bool is_label_name(std::string_view name) {
  return !name.empty() && name.size() <= kLongestName && !ascii::is_digit(name.front()) &&
         !name.starts_with("__") &&
         std::ranges::all_of(name, [](char c) { return ascii::is_alnum(c) || c == '_'; });
}

// By a family that takes added labels, or by a histogram.
bool is_taken(std::string_view name) {
  const auto has = [name](std::span<const std::string_view> labels) {
    return std::ranges::find(labels, name) != labels.end();
  };
  return name == "le" || has(telemetry::kRequestLabels) || has(telemetry::kTokenLabels);
}

std::optional<AddedLabels> check_names(AddedLabels labels, const Node& map, Faults& faults) {
  const std::size_t errors = faults.errors();
  if (labels.size() > telemetry::kMostAddedLabels)
    faults.add(map, "expected at most " + std::to_string(telemetry::kMostAddedLabels) + " labels");
  for (const Node node : map.children()) {
    if (!is_label_name(node.key()))
      faults.add(node.key_place(),
                 "expected a label's name: letters, digits and underscores, no digit first");
    else if (is_taken(node.key()))
      faults.add(node.key_place(), "the metrics have a label of this name already");
  }
  if (faults.errors() != errors) return std::nullopt;
  return labels;
}

std::optional<Expression> check_text(Expression expression, const Node& node, Faults& faults) {
  const auto kinds =
      cel::check(expression->text(), request_environment(), RequestKnowledge(kWhenAllIsOver))
          .result.kinds;
  if (!cel::may_be(kinds, cel::Kind::string))
    faults.warn(node, "is " + cel::describe(kinds) +
                          ", and a label is text, so it is always `unknown`; string() makes text");
  return expression;
}

}  // namespace

std::vector<std::string> LabelPlan::names() const {
  std::vector<std::string> out;
  for (const auto& [name, expression] : labels_) out.push_back(name);
  return out;
}

std::span<const std::string_view> LabelPlan::evaluate(Exchange& exchange) const {
  Arena& arena = exchange.arena;
  const RequestVariables variables(exchange, surroundings_, RequestVariables::Credentials::hidden);
  auto* const values = static_cast<std::string_view*>(
      arena.allocate(labels_.size() * sizeof(std::string_view), alignof(std::string_view)));
  std::size_t size = 0;
  for (const auto& [name, expression] : labels_) {
    const cel::Value value = expression->evaluate(variables, arena);
    new (&values[size++])
        std::string_view(value.is(cel::Kind::string) ? value.as_text() : std::string_view());
  }
  return {values, size};
}

config::Type<AddedLabels> added_labels_type() {
  return config::map_of(expression_type(kWhenAllIsOver).then<Expression>(check_text))
      .then<AddedLabels>(check_names);
}

}  // namespace jg::exchange
