// policies/jwt/checker.h - takes a token text to an identity: provider by issuer, key inside it,
// signature, claims.
//
// Owner:  one worker of one policy; the providers outlive it.
// Thread: one; a check changes OpenSSL's contexts.
// Errors: jwt.*, as src/jose gives them; jwt.issuer also when no provider has the issuer that the
//         token names.
// Trust:  the text is hostile. Its `iss` is believed for choosing keys, nothing else; claims.h
//         compares it again.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "exchange/identity.h"
#include "jose/verify.h"
#include "policies/jwt/provider.h"

namespace jg::policies::jwt {

class Checker {
 public:
  explicit Checker(std::span<const Provider> providers);

  Result<exchange::Identity> check(std::string_view text, SystemTime now);

 private:
  Result<exchange::Identity> check_with(std::size_t provider, const jose::UntrustedToken& token,
                                        SystemTime now);

  std::span<const Provider> providers_;
  std::vector<jose::Verifier> verifiers_;  // beside providers_
};

}  // namespace jg::policies::jwt
