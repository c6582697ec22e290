// jose/jwk.h - one key that verifies: parsed, checked and made ready at load.
//
// Thread: immutable after parse(); any thread may read.
// Errors: jwks.key_*, saying what is wrong with this key.
// Limits: key_strength.h.
// Spec:   RFC 7517 section 4; RFC 7518 section 6; RFC 8037; RFC 8812; RFC 8725 section 3.
// Trust:  certificates are not checked; their digests are names of the key, as kid is. The key alone
//         decides which algorithms it may verify; a token is only compared.
#pragma once

#include <cstddef>
#include <cstdint>
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

enum class SymmetricKeys : std::uint8_t { refuse, allow };

class Jwk {
 public:
  // Members that are private or unknown are not looked at.
  static Result<Jwk> parse(json::Value jwk, SymmetricKeys symmetric = SymmetricKeys::refuse);

  KeyKind kind() const { return kind_; }
  const std::optional<std::string>& kid() const { return kid_; }
  // Of its certificate, by SHA-256 or SHA-1: as the JWK says, or of the first in its x5c.
  bool has_certificate_digest(std::string_view digest) const;
  AlgorithmSet algorithms() const { return material_.algorithms; }
  std::size_t signature_bytes(Algorithm algorithm) const;
  evp_pkey_st* pkey() const { return material_.pkey.get(); }
  // The same key, under the same id and for the same algorithms.
  bool is_same(const Jwk& other) const;

 private:
  Jwk() = default;

  KeyKind kind_ = KeyKind::rsa;
  std::optional<std::string> kid_;
  std::vector<std::string> certificate_digests_;
  KeyMaterial material_;
};

}  // namespace jg::jose
