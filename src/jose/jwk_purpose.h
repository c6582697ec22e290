// jose/jwk_purpose.h - what a JWK says it is for: its use, its operations, its algorithm.
//
// Errors: jwks.key_use, jwks.key_algorithm, jwks.key_malformed.
// Spec:   RFC 7517 sections 4.2 to 4.4; RFC 8725 section 3.1.
#pragma once

#include <string_view>

#include "base/error.h"
#include "jose/algorithm.h"
#include "jose/key_kind.h"
#include "json/value.h"

namespace jg::jose {

// `operation` is "verify" or "sign"; a key that does not say is for both.
Result<void> check_purpose(json::Value jwk, std::string_view operation);

// What "alg" pins, or all that fits the kind. A name that is not a signature algorithm, e.g.
// RSA-OAEP, says that the key is for something else.
Result<AlgorithmSet> read_algorithms(json::Value jwk, KeyKind kind);

}  // namespace jg::jose
