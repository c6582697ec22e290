// policies/redirect/policy.h - requestRedirect: sends the client to another URL.
//
// Owner:  the snapshot. Thread: all workers; it has no state.
// Errors: rewrite.no_prefix.
// Spec:   RFC 9110 section 15.4; Location is absolute.
#pragma once

#include <optional>
#include <string>

#include "exchange/policy.h"
#include "exchange/url_change.h"

namespace jg::policies::redirect {

struct Settings {
  std::optional<std::string> scheme;  // the request's without it
  exchange::AuthorityChange authority;
  exchange::PathChange path;
  int status = 302;
};

class RedirectPolicy final : public exchange::Policy {
 public:
  explicit RedirectPolicy(Settings settings) : settings_(std::move(settings)) {}

  Result<exchange::Verdict> on_request(exchange::Exchange& exchange) const override;
  std::vector<Remark> remarks() const override;

 private:
  Settings settings_;
};

}  // namespace jg::policies::redirect
