// jose/jwk.h - one key that verifies: parsed, checked and made ready at load.
//
// Thread: immutable after parse(); any thread may read.
// Errors: jwks.key_*, saying what is wrong with this key.
// Limits: RSA 2048 to 8192 bits with an exponent of at most 64; a secret at least as long as its hash.
// Spec:   RFC 7517 section 4; RFC 7518 section 6; RFC 8037; RFC 8812; RFC 8725 sections 3.1 and 3.5.
// Trust:  decides from the key alone which algorithms it may verify; a token is only compared with that.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "base/error.h"
#include "jose/algorithm.h"
#include "jose/evp.h"
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
  AlgorithmSet algorithms() const { return algorithms_; }
  std::size_t signature_bytes(Algorithm algorithm) const;
  evp_pkey_st* pkey() const { return pkey_.get(); }

 private:
  Jwk() = default;
  Result<void> read_material(json::Value jwk);
  Result<void> read_rsa(json::Value jwk);
  Result<void> read_secret(json::Value jwk);

  KeyKind kind_ = KeyKind::rsa;
  std::size_t bytes_ = 0;  // of an RSA modulus or a secret
  AlgorithmSet algorithms_;
  std::optional<std::string> kid_;
  PkeyPtr pkey_;
};

// Bounds shared with what makes keys.
inline constexpr std::size_t kMinRsaBits = 2048;
inline constexpr std::size_t kMaxRsaBits = 8192;

}  // namespace jg::jose
