// policies/jwt/policy.h - jwtAuth: checks the caller's JSON Web Token and leaves who it is for
// everybody after.
//
// Owner:  the snapshot; identities look into it, and exchanges finish on the snapshot they began
//         with.
// Thread: all workers (checker.h).
// Errors: jwt.*; which of them refuse is decided by the mode
//         (exchange/credential_mode.h).
// Spec:   agentgateway's jwtAuth; RFC 9728 for the document about its resource, which anybody may
//         read. A policy that finds no credential, because an earlier one took it
//         out, checks that one's token again with its own providers when they know its issuer: two
//         jwtAuth can be stacked.
// Trust:  the request is hostile; `facts.identity` is only ever set from a token that was verified
//         here.
#pragma once

#include <memory>
#include <vector>

#include "exchange/policy.h"
#include "policies/jwt/checker.h"
#include "policies/jwt/outcome_counts.h"
#include "policies/jwt/settings.h"

namespace jg::policies::jwt {

class JwtPolicy final : public exchange::Policy {
 public:
  JwtPolicy(Settings settings, std::shared_ptr<const TokenMemory> memory)
      : settings_(std::move(settings)),
        counts_(settings_.providers, memory->workers()),
        checker_(settings_.providers, std::move(memory)) {}
  JwtPolicy(const JwtPolicy&) = delete;  // its checker looks into its settings
  JwtPolicy& operator=(const JwtPolicy&) = delete;

  Result<exchange::Verdict> on_request(exchange::Exchange& exchange) const override;
  // The token names a key that is not known, or there are no keys yet, or its issuer must be asked:
  // once more, behind the answer.
  Task<Result<exchange::Verdict>> resume(exchange::Exchange& exchange) const override;
  std::vector<Remark> remarks() const override;
  std::vector<Remark> remarks_as(std::string_view key) const;  // of another policy's key
  Stance stance() const override {
    return settings_.mode == Mode::strict ? Stance::turns_anonymous_away : Stance::identifies;
  }
  std::vector<std::string_view> own_paths() const override;
  std::vector<std::string_view> secret_parameters() const override {
    return settings_.locations.query_parameters();
  }
  std::vector<std::string_view> secret_fields() const override {
    return settings_.locations.header_fields();
  }

 private:
  Result<std::string_view> find_token(exchange::Exchange& exchange) const;
  struct About {
    const Provider* provider = nullptr;  // as Checker::check() has it
    bool is_proved = false;              // that who sent the token holds its DPoP key
  };
  Result<exchange::Identity> check(exchange::Exchange& exchange, About& about) const;
  // Whether the token was sent by who may.
  Result<void> check_sender(exchange::Exchange& exchange, const exchange::Identity& identity,
                            About& about) const;
  Result<exchange::Verdict> conclude(exchange::Exchange& exchange,
                                     Result<exchange::Identity> checked, const About& about) const;
  void take_explained_token(exchange::Exchange& exchange) const;
  bool knows(std::string_view issuer) const;

  Settings settings_;
  OutcomeCounts counts_;
  Checker checker_;
};

}  // namespace jg::policies::jwt
