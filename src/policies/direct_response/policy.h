// policies/direct_response/policy.h - directResponse: answers without a backend.
//
// Owner:  the snapshot. Thread: all workers; it has no state.
// Errors: none. A body that cannot be computed is empty, a header that cannot is left out, as
//         agentgateway has it.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "exchange/expression.h"
#include "exchange/policy.h"
#include "exchange/variables.h"

namespace jg::policies::direct_response {

struct Answer {
  std::optional<exchange::Expression> condition;  // without one it always fits
  int status = 200;
  std::string body;
  std::optional<exchange::Expression> body_expression;
  std::vector<std::pair<std::string, exchange::Expression>> headers;  // names in lower case
};

class DirectResponsePolicy final : public exchange::Policy {
 public:
  DirectResponsePolicy(std::vector<Answer> answers, exchange::Surroundings surroundings)
      : answers_(std::move(answers)), surroundings_(std::move(surroundings)) {}

  // The first answer whose condition is true; on to the backend when there is none.
  Result<exchange::Verdict> on_request(exchange::Exchange& exchange) const override;
  Bodies bodies() const override;
  std::vector<Remark> remarks() const override;

 private:
  const Answer* choose(const exchange::RequestVariables& variables, Arena& arena) const;

  std::vector<Answer> answers_;
  exchange::Surroundings surroundings_;
};

}  // namespace jg::policies::direct_response
