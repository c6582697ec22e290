// jose/key_kind.h - the kinds of key a JWK can be, and the algorithms each kind can verify.
//
// Spec:   RFC 7518 section 6; RFC 8037 section 2; RFC 8812 section 3.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "jose/algorithm.h"

namespace jg::jose {

enum class KeyKind : std::uint8_t { rsa, p256, p384, p521, secp256k1, ed25519, ed448, symmetric };

struct KeyKindFacts {
  std::string_view kty;
  std::string_view crv;          // empty for rsa and symmetric
  const char* openssl_name;      // of the key type, or of the group for EC
  std::size_t coordinate_bytes;  // EC: each coordinate; OKP: the public key; else 0
  std::size_t signature_bytes;   // 0 where the key's size or the hash decides
  AlgorithmSet algorithms;       // all that fit; for symmetric, its length narrows them
};

const KeyKindFacts& facts(KeyKind kind);
std::optional<KeyKind> find_key_kind(std::string_view kty, std::string_view crv);

// The algorithms that are this one on this kind of key: EdDSA and the curve's own name are one
// (RFC 9864 section 2.2). Empty when the algorithm does not fit.
AlgorithmSet pinned_by_name(KeyKind kind, Algorithm algorithm);

}  // namespace jg::jose
