// policies/jwt/issuer_keys.h - the keys of one issuer as they are now: fixed at load, or as the last
// fetch left them.
//
// Owner:  every policy that trusts this issuer with these keys, in this snapshot and the next
//         (exchange/kept_states.h).
// Thread: of() for the worker that asks, which alone uses what it gives; all else any.
#pragma once

#include <memory>
#include <vector>

#include "policies/jwt/trusted_keys.h"

namespace jg::policies::jwt {

class IssuerKeys {
 public:
  using Trusted = std::shared_ptr<const TrustedKeys>;

  explicit IssuerKeys(Trusted fixed) : fixed_(std::move(fixed)) {}

  // Null while there are none that may be used. Good until the worker asks again.
  const Trusted& of(unsigned) const { return fixed_; }

  // The same for any thread.
  Trusted newest() const { return fixed_; }

  const jose::KeySet& set() const { return fixed_->set(); }

 private:
  Trusted fixed_;
};

}  // namespace jg::policies::jwt
