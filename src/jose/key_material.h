// jose/key_material.h - the one place where numbers become OpenSSL keys.
//
// Errors: jwks.key_invalid when OpenSSL finds no key in them, e.g. a point off its curve.
// Spec:   RFC 7518 section 6, RFC 8037 section 2: numbers are big-endian bytes.
#pragma once

#include <string_view>

#include "base/error.h"
#include "jose/evp.h"
#include "jose/key_kind.h"

namespace jg::jose {

// Only n and e are needed; the rest is the private part: d alone, or d with the other five.
struct RsaNumbers {
  std::string_view n, e, d = {}, p = {}, q = {}, dp = {}, dq = {}, qi = {};
};

// Without d it is a public key.
struct EcNumbers {
  std::string_view x, y, d = {};
};

Result<PkeyPtr> make_rsa_key(const RsaNumbers& numbers);
Result<PkeyPtr> make_ec_key(KeyKind curve, const EcNumbers& numbers);
Result<PkeyPtr> make_raw_public_key(KeyKind kind, std::string_view bytes);   // OKP
Result<PkeyPtr> make_raw_private_key(KeyKind kind, std::string_view bytes);  // OKP and symmetric

}  // namespace jg::jose
