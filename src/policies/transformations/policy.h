// policies/transformations/policy.h - transformations: fields, body and metadata of a request and of
// its answer, as expressions give them.
//
// Owner:  the snapshot. Thread: all workers; it has no state.
// Errors: http.body_too_large, upstream.body_too_large where a body is read or written (the chain
//         and the driver read it); else none (apply.h).
// Spec:   agentgateway's transformations. What an alternative's condition said of the request holds
//         for its answer.
#pragma once

#include <vector>

#include "exchange/policy.h"
#include "exchange/variables.h"
#include "policies/transformations/config.h"

namespace jg::policies::transformations {

class TransformationsPolicy final : public exchange::Policy {
 public:
  TransformationsPolicy(Alternatives alternatives, exchange::Surroundings surroundings);

  Result<exchange::Verdict> on_request(exchange::Exchange& exchange) const override;
  void on_response(exchange::Exchange& exchange) const override;
  Bodies bodies() const override { return bodies_; }
  std::vector<Remark> remarks() const override;

 private:
  const Alternative* choose(exchange::Exchange& exchange) const;

  Alternatives alternatives_;
  exchange::Surroundings surroundings_;
  Bodies bodies_;
};

}  // namespace jg::policies::transformations
