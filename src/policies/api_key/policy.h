// policies/api_key/policy.h - apiKey: lets callers on by a key, and leaves what is said of it for
// those after.
//
// Owner:  the snapshot; facts look into it, and exchanges finish on the snapshot they began with.
// Thread: all workers; it has no state.
// Errors: api_key.*; which of them refuse is decided by the mode (exchange/credential_mode.h).
// Spec:   agentgateway's apiKey: a key that was good is taken out of the request.
#pragma once

#include "exchange/locations.h"
#include "exchange/policy.h"
#include "policies/api_key/config.h"

namespace jg::policies::api_key {

class ApiKeyPolicy final : public exchange::Policy {
 public:
  explicit ApiKeyPolicy(Settings settings);

  Result<exchange::Verdict> on_request(exchange::Exchange& exchange) const override;
  std::vector<Remark> remarks() const override;
  Stance stance() const override {
    return mode_ == exchange::CredentialMode::strict ? Stance::turns_anonymous_away
                                                     : Stance::identifies;
  }
  std::vector<std::string_view> secret_parameters() const override {
    return location_.query_parameters();
  }
  std::vector<std::string_view> secret_fields() const override { return location_.header_fields(); }

 private:
  Result<const KeyEntry*> check(exchange::Exchange& exchange) const;

  exchange::CredentialMode mode_;
  exchange::Locations location_;
  KeyRing keys_;
};

}  // namespace jg::policies::api_key
