// policies/jwt/trusted_keys.h - the keys of one issuer, and each worker's means to check with them.
//
// Owner:  every policy that trusts this issuer with this very key set, in this snapshot and the
//         next (exchange/kept_states.h). Other keys are another object, so what is remembered of
//         tokens that these have checked is gone with them.
// Thread: set() any; of() for the worker that asks, which alone uses what it gives.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "jose/verify.h"

namespace jg::telemetry {
struct TokenCells;
struct VerifyTimes;
}  // namespace jg::telemetry

namespace jg::policies::jwt {

class TrustedKeys {
 public:
  struct PerWorker {
    jose::Verifier verifier;                   // OpenSSL's contexts, used again for every token
    telemetry::TokenCells* counted = nullptr;  // found when the first token is counted
    std::array<telemetry::VerifyTimes*, jose::kAlgorithmCount> timed{};  // the same of each
  };

  TrustedKeys(std::shared_ptr<const jose::KeySet> keys, unsigned workers);

  const jose::KeySet& set() const { return *keys_; }
  // As every worker has one of its own.
  jose::Verifier make_verifier() const { return jose::Verifier(keys_); }
  PerWorker& of(unsigned worker) const { return *by_worker_[worker]; }

 private:
  std::shared_ptr<const jose::KeySet> keys_;
  std::vector<std::unique_ptr<PerWorker>> by_worker_;
};

}  // namespace jg::policies::jwt
