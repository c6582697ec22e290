// policies/jwt/provider.h - one issuer whose tokens are accepted: its keys and what its claims must
// say.
//
// Owner:  the policy. Thread: immutable.
// Spec:   RFC 8725 sections 3.8 and 3.9: keys belong to an issuer.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "jose/claims.h"
#include "policies/jwt/dpop.h"
#include "policies/jwt/introspection.h"
#include "policies/jwt/issuer_keys.h"
#include "policies/jwt/revocations.h"

namespace jg::policies::jwt {

struct Provider {
  jose::ClaimsPolicy claims;  // the issuer is in here
  std::shared_ptr<const IssuerKeys> keys;
  jose::SymmetricKeys symmetric = jose::SymmetricKeys::refuse;
  std::shared_ptr<const Revocations> revocations = nullptr;  // null: no token is ever revoked
  Dpop dpop = {};
  // Who says what tokens are, in the place of keys; null: the keys do.
  std::shared_ptr<const Introspection> introspection = nullptr;
  jose::ClaimsPolicy unsigned_claims = {};  // of tokens that it says something of: `claims` but for
                                            // what a signed header says

  const std::string& issuer() const { return claims.issuer; }
  // All that its tokens may name.
  std::vector<std::string_view> accepted_issuers() const;
};

}  // namespace jg::policies::jwt
