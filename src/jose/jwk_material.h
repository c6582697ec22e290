// jose/jwk_material.h - the OpenSSL key inside a JWK: its public or its private part.
//
// Errors: jwks.key_malformed, jwks.key_strength, jwks.key_invalid.
// Limits: key_strength.h.
// Spec:   RFC 7518 section 6; RFC 8037 section 2.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/error.h"
#include "jose/algorithm.h"
#include "jose/evp.h"
#include "jose/key_kind.h"
#include "json/value.h"

namespace jg::jose {

struct KeyMaterial {
  PkeyPtr pkey;
  AlgorithmSet algorithms;        // what was asked for, less what a short secret cannot do
  std::size_t modulus_bytes = 0;  // RSA only
};

// For a secret both are the same.
enum class KeyPart : std::uint8_t { public_part, private_part };

struct MaterialRequest {
  KeyKind kind;
  AlgorithmSet algorithms;
  KeyPart part;
};

Result<KeyMaterial> read_material(json::Value jwk, const MaterialRequest& request);

}  // namespace jg::jose
