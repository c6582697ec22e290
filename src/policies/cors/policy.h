// policies/cors/policy.h - cors: answers browsers that ask whether a page of another origin may
// call, and marks the answers that such a page may read.
//
// Owner:  the snapshot. Thread: all workers; it has no state.
// Spec:   the Fetch standard, section 3.2 (CORS protocol); agentgateway's cors: a preflight never
//         meets authentication, any OPTIONS of an allowed origin is answered here, a preflight of
//         another is answered without permission, and everything else goes on.
// Trust:  it protects callers with browsers from pages, never the backend: whoever is no browser
//         ignores it.
#pragma once

#include "exchange/policy.h"
#include "policies/cors/settings.h"

namespace jg::policies::cors {

class CorsPolicy final : public exchange::Policy {
 public:
  explicit CorsPolicy(Settings settings) : settings_(std::move(settings)) {}

  Result<exchange::Verdict> on_request(exchange::Exchange& exchange) const override;
  void on_response(exchange::Exchange& exchange) const override;
  std::vector<Remark> remarks() const override;

 private:
  bool allows(std::string_view origin) const;
  void permit(exchange::Exchange& exchange) const;

  Settings settings_;
};

}  // namespace jg::policies::cors
