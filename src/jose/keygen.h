// jose/keygen.h - new keys: the private JWK to sign with, the key set to publish.
//
// Errors: jwks.key_strength for a size out of bounds, jose.cannot_sign when OpenSSL makes no key.
// Limits: key_strength.h.
// Spec:   RFC 7517; RFC 7638 (the thumbprint names a key that is given no id).
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "base/error.h"
#include "base/secret.h"
#include "jose/algorithm.h"

namespace jg::jose {

struct KeyRequest {
  Algorithm algorithm;
  std::size_t rsa_bits = 2048;
  std::optional<std::string> kid = std::nullopt;
};

struct GeneratedKey {
  std::string kid;
  Secret private_jwk;
  Secret key_set;  // public for all but the HS* algorithms, where it holds the secret itself
};

Result<GeneratedKey> generate_key(const KeyRequest& request);

}  // namespace jg::jose
