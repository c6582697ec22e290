// jose/algorithm.h - the closed list of signature algorithms; "none" cannot be spelled.
//
// Errors: jwt.algorithm for any name that is not in the list, compared byte for byte.
// Spec:   RFC 7518 section 3.1; RFC 8037 (EdDSA); RFC 8812 (ES256K); RFC 9864 (Ed25519, Ed448).
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"

namespace jg::jose {

// To add one: 1. here and the count; 2. its row in algorithm.cc; 3. the kinds of key it fits in
// key_kind.cc; 4. sign_test.cc runs every one. To remove one: the same, backwards.
enum class Algorithm : std::uint8_t {
  rs256,
  rs384,
  rs512,
  ps256,
  ps384,
  ps512,
  es256,
  es384,
  es512,
  es256k,
  eddsa,    // the older name: Ed25519 or Ed448, as the key says
  ed25519,  // the same two, each by a name of its own
  ed448,
  hs256,
  hs384,
  hs512,
};
inline constexpr std::size_t kAlgorithmCount = 16;

enum class Family : std::uint8_t { rsa_pkcs1, rsa_pss, ecdsa, eddsa, hmac };

struct AlgorithmFacts {
  std::string_view name;
  Family family;
  const char* digest;      // as OpenSSL names it; null for eddsa, which hashes inside
  std::size_t hash_bytes;  // 0 for eddsa
};

const AlgorithmFacts& facts(Algorithm algorithm);
inline std::string_view name(Algorithm algorithm) { return facts(algorithm).name; }

std::optional<Algorithm> find_algorithm(std::string_view name);
Result<Algorithm> parse_algorithm(std::string_view name);

class AlgorithmSet {
 public:
  constexpr AlgorithmSet() = default;
  constexpr AlgorithmSet(std::initializer_list<Algorithm> algorithms) {
    for (const Algorithm algorithm : algorithms) insert(algorithm);
  }
  constexpr void insert(Algorithm algorithm) { bits_ |= bit(algorithm); }
  constexpr void insert(AlgorithmSet others) { bits_ |= others.bits_; }
  constexpr bool contains(Algorithm algorithm) const { return (bits_ & bit(algorithm)) != 0; }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr bool operator==(const AlgorithmSet&) const = default;

  std::string names() const;  // "RS256, ES256"

 private:
  static constexpr std::uint32_t bit(Algorithm algorithm) {
    return 1u << static_cast<unsigned>(algorithm);
  }
  std::uint32_t bits_ = 0;
};

// What an operator means by one name in an allow-list: EdDSA stands for both curves, under either
// spelling.
AlgorithmSet allowed_by_name(Algorithm listed);

}  // namespace jg::jose
