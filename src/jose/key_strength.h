// jose/key_strength.h - how weak or how large a key may be.
//
// Errors: jwks.key_strength; jwks.key_invalid for an even modulus.
// Limits: RSA of 2048 to 8192 bits; an odd exponent from 3 to 64 bits; a secret as long as its
// hash. Spec:   RFC 7518 sections 3.2 and 3.3; RFC 8725 section 3.5.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/error.h"
#include "jose/algorithm.h"

namespace jg::jose {

inline constexpr std::size_t kMinRsaBits = 2048;
inline constexpr std::size_t kMaxRsaBits = 8192;

// Both numbers big-endian, without leading zeros.
Result<void> check_rsa_strength(std::string_view modulus, std::string_view exponent);

// Those of `wanted` whose hash is not longer than the secret; never none.
Result<AlgorithmSet> check_secret_strength(AlgorithmSet wanted, std::size_t secret_bytes);

}  // namespace jg::jose
