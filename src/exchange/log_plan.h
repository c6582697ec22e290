// exchange/log_plan.h - which exchanges the access log tells of, and what it tells besides or less.
//
// Owner:  the snapshot. Thread: immutable.
// Errors: a filter that fails to evaluate is not true, so nothing is told; a field without a value is
//         left out.
// Limits: kMostAddedFields, kMostSpreadFields; telemetry/escape.h bounds each value in the line.
// Spec:   agentgateway's accessLog: `filter`, `add`, `remove`. A field that is added under the name
//         of one that is there takes its place. What flatten() gives is spread: each entry is a field.
// Trust:  what is told was sent by peers. Header fields that carry credentials are not shown, nor
//         are the secret parameters of a query.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/schema.h"
#include "exchange/expression.h"
#include "exchange/feature.h"
#include "telemetry/record.h"

namespace jg::exchange {

inline constexpr std::size_t kMostAddedFields = 64;
inline constexpr std::size_t kMostSpreadFields = 64;  // of a line

struct LogFields {
  std::vector<std::pair<std::string, Expression>> add;
  std::vector<telemetry::ClearField> remove;
};

class LogPlan {
 public:
  LogPlan(std::optional<Expression> filter, LogFields fields, Surroundings surroundings);

  // When all is over: puts into exchange.record what the log makes of it.
  void apply(Exchange& exchange) const;

 private:
  class Line;
  bool is_told(std::string_view name) const;

  std::optional<Expression> filter_;
  LogFields fields_;
  std::size_t most_fields_ = 0;  // that a line may be given
  Surroundings surroundings_;
};

// Keys of their own, or among others.
config::Type<Expression> log_filter_type();
config::Object<LogFields> log_fields_object(std::string_view name);

}  // namespace jg::exchange
