// policies/response_headers/policy.h - responseHeaderModifier: changes the header of the answer on
// its way back.
//
// Owner:  the snapshot. Thread: all workers; it has no state.
#pragma once

#include "exchange/header_edits.h"
#include "exchange/policy.h"

namespace jg::policies::response_headers {

class ResponseHeadersPolicy final : public exchange::Policy {
 public:
  explicit ResponseHeadersPolicy(exchange::HeaderEdits edits) : edits_(std::move(edits)) {}

  Result<exchange::Verdict> on_request(exchange::Exchange&) const override {
    return exchange::Verdict::proceed;
  }
  void on_response(exchange::Exchange& exchange) const override {
    edits_.apply(exchange.response.head.fields);
  }
  std::vector<Remark> remarks() const override {
    return {{Remark::Kind::states, "responseHeaderModifier: " + edits_.describe()}};
  }

 private:
  exchange::HeaderEdits edits_;
};

}  // namespace jg::policies::response_headers
