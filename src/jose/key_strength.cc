#include "jose/key_strength.h"

#include <bit>
#include <string>

#include "jose/codes.h"
#include "jose/jwk_members.h"

namespace jg::jose {
namespace {

constexpr std::size_t kMaxExponentBits = 64;  // what OpenSSL itself accepts

std::size_t bits_of(std::string_view number) {
  const auto first = static_cast<unsigned char>(number.front());
  return number.size() * 8 - static_cast<std::size_t>(std::countl_zero(first));
}

bool is_odd(std::string_view number) { return (number.back() & 1) != 0; }

}  // namespace

Result<void> check_rsa_strength(std::string_view modulus, std::string_view exponent) {
  const std::size_t bits = bits_of(modulus);
  if (bits < kMinRsaBits || bits > kMaxRsaBits)
    return bad_key(codes::kKeyStrength,
                   "an RSA key must have 2048 to 8192 bits, this one has " + std::to_string(bits));
  const std::size_t exponent_bits = bits_of(exponent);
  if (exponent_bits < 2 || exponent_bits > kMaxExponentBits || !is_odd(exponent))
    return bad_key(codes::kKeyStrength,
                   "an RSA exponent must be odd, at least 3 and at most 64 bits long");
  if (!is_odd(modulus)) return bad_key(codes::kKeyInvalid, "the RSA modulus is even");
  return {};
}

Result<AlgorithmSet> check_secret_strength(AlgorithmSet wanted, std::size_t secret_bytes) {
  AlgorithmSet strong;
  for (const Algorithm algorithm : {Algorithm::hs256, Algorithm::hs384, Algorithm::hs512})
    if (wanted.contains(algorithm) && secret_bytes >= facts(algorithm).hash_bytes)
      strong.insert(algorithm);
  if (strong.empty())
    return bad_key(codes::kKeyStrength,
                   "a secret must be at least as long as its hash, this one has " +
                       std::to_string(secret_bytes) + " bytes");
  return strong;
}

}  // namespace jg::jose
