// jose/signature.h - one key under one algorithm, prepared once to check many signatures.
//
// Owner:  one worker; the key outlives it.
// Thread: one; checking changes OpenSSL's context.
// Errors: jwt.algorithm when the key may not verify this algorithm, jwt.signature otherwise.
// Spec:   RFC 7518 sections 3.2 to 3.5; RFC 8037 section 3.1; RFC 8812 section 3.2.
// Trust:  signed bytes and signature are hostile; one of the wrong length never reaches OpenSSL.
#pragma once

#include <string_view>

#include "base/error.h"
#include "jose/algorithm.h"
#include "jose/evp.h"
#include "jose/jwk.h"

namespace jg::jose {

class SignatureCheck {
 public:
  static Result<SignatureCheck> make(const Jwk& key, Algorithm algorithm);

  Algorithm algorithm() const { return algorithm_; }
  Result<void> verify(std::string_view signed_bytes, std::string_view signature);

 private:
  SignatureCheck(const Jwk& key, Algorithm algorithm) : key_(&key), algorithm_(algorithm) {}
  bool prepare();
  bool is_good_digest(std::string_view signed_bytes, std::string_view signature);
  bool is_good_eddsa(std::string_view signed_bytes, std::string_view signature);
  bool is_good_mac(std::string_view signed_bytes, std::string_view signature);

  const Jwk* key_;
  Algorithm algorithm_;
  DigestPtr digest_;  // null for eddsa
  DigestContextPtr hashing_;
  PkeyContextPtr verifying_;  // RSA and ECDSA only; used again for every token
};

// For one signature, without keeping anything.
Result<void> verify_signature(const Jwk& key, Algorithm algorithm, std::string_view signed_bytes,
                              std::string_view signature);

}  // namespace jg::jose
