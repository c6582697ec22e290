// jose/sign.h - signing: a private JWK, and compact tokens made with it.
//
// Thread: a SigningKey is immutable after parse(); any thread may sign.
// Errors: jwks.key_* for a key that is none, jose.cannot_sign for what does not fit it.
// Spec:   RFC 7515 section 5.1; RFC 7518 sections 3 and 6.
// Trust:  our operator's own key file; its text and numbers appear in no message.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "jose/algorithm.h"
#include "jose/jwk_material.h"
#include "jose/key_kind.h"
#include "json/value.h"

namespace jg::jose {

class SigningKey {
 public:
  static Result<SigningKey> parse(std::string_view private_jwk);

  // Its "alg", or the first that fits its kind.
  Algorithm algorithm() const { return algorithm_; }
  AlgorithmSet algorithms() const { return material_.algorithms; }
  const std::optional<std::string>& kid() const { return kid_; }

  // As a JWS carries it: raw r||s for ECDSA.
  Result<std::string> sign(Algorithm algorithm, std::string_view bytes) const;

 private:
  SigningKey() = default;

  KeyKind kind_ = KeyKind::rsa;
  Algorithm algorithm_{};
  std::optional<std::string> kid_;
  KeyMaterial material_;
};

struct HeaderMember {
  std::string name;
  std::string json;  // its value, as JSON text
};

// Signs `payload` with the key's own algorithm. The header is "alg", then these members as they
// are; one of them named "alg", or two of one name, are refused.
Result<std::string> sign_compact(const SigningKey& key, const std::vector<HeaderMember>& header,
                                 std::string_view payload);

}  // namespace jg::jose
