// policies/rewrite/policy.h - urlRewrite: changes host and path of what the backend gets.
//
// Owner:  the snapshot. Thread: all workers; it has no state.
// Errors: rewrite.no_prefix.
// Spec:   the log tells the request as it came.
#pragma once

#include "exchange/policy.h"
#include "exchange/url_change.h"

namespace jg::policies::rewrite {

struct Settings {
  exchange::AuthorityChange authority;
  exchange::PathChange path;
};

class RewritePolicy final : public exchange::Policy {
 public:
  explicit RewritePolicy(Settings settings) : settings_(std::move(settings)) {}

  Result<exchange::Verdict> on_request(exchange::Exchange& exchange) const override;

 private:
  Settings settings_;
};

}  // namespace jg::policies::rewrite
