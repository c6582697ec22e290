// exchange/label_plan.h - the labels that the configuration adds to the metrics, each by an expression.
//
// Owner:  the server, from its start to its end, as `config:` is read once.
// Thread: immutable.
// Errors: without a text there is no value, which the metrics tell as `unknown`.
// Limits: telemetry::kMostAddedLabels; telemetry/series.h bounds the values and the series.
// Spec:   agentgateway's config.metrics.fields.add.
// Trust:  values are the peers'. Credentials are hidden as they are from the access log.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/schema.h"
#include "exchange/expression.h"

namespace jg::exchange {

using AddedLabels = std::vector<std::pair<std::string, Expression>>;

class LabelPlan {
 public:
  LabelPlan(AddedLabels labels, Surroundings surroundings)
      : labels_(std::move(labels)), surroundings_(std::move(surroundings)) {}

  std::vector<std::string> names() const;
  // When all is over: a value for each name, empty where there is none; in the exchange's arena.
  std::span<const std::string_view> evaluate(Exchange& exchange) const;

 private:
  AddedLabels labels_;
  Surroundings surroundings_;
};

config::Type<AddedLabels> added_labels_type();

}  // namespace jg::exchange
