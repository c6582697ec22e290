// policies/request_headers/policy.h - requestHeaderModifier: changes the header of a request
// before it goes to its backend.
//
// Owner:  the snapshot. Thread: all workers; it has no state.
#pragma once

#include "exchange/header_edits.h"
#include "exchange/policy.h"

namespace jg::policies::request_headers {

class RequestHeadersPolicy final : public exchange::Policy {
 public:
  explicit RequestHeadersPolicy(exchange::HeaderEdits edits) : edits_(std::move(edits)) {}

  Result<exchange::Verdict> on_request(exchange::Exchange& exchange) const override {
    edits_.apply(exchange.request.fields);
    return exchange::Verdict::proceed;
  }
  std::vector<Remark> remarks() const override {
    return {{Remark::Kind::states, "requestHeaderModifier: " + edits_.describe()}};
  }

 private:
  exchange::HeaderEdits edits_;
};

}  // namespace jg::policies::request_headers
