#include "jose/algorithm.h"

#include <array>

#include "jose/codes.h"

namespace jg::jose {
namespace {

// In the order of the enum.
constexpr std::array<AlgorithmFacts, kAlgorithmCount> kFacts{{
    {"RS256", Family::rsa_pkcs1, "SHA256", 32},
    {"RS384", Family::rsa_pkcs1, "SHA384", 48},
    {"RS512", Family::rsa_pkcs1, "SHA512", 64},
    {"PS256", Family::rsa_pss, "SHA256", 32},
    {"PS384", Family::rsa_pss, "SHA384", 48},
    {"PS512", Family::rsa_pss, "SHA512", 64},
    {"ES256", Family::ecdsa, "SHA256", 32},
    {"ES384", Family::ecdsa, "SHA384", 48},
    {"ES512", Family::ecdsa, "SHA512", 64},
    {"ES256K", Family::ecdsa, "SHA256", 32},
    {"EdDSA", Family::eddsa, nullptr, 0},
    {"Ed25519", Family::eddsa, nullptr, 0},
    {"Ed448", Family::eddsa, nullptr, 0},
    {"HS256", Family::hmac, "SHA256", 32},
    {"HS384", Family::hmac, "SHA384", 48},
    {"HS512", Family::hmac, "SHA512", 64},
}};

}  // namespace

const AlgorithmFacts& facts(Algorithm algorithm) {
  return kFacts[static_cast<std::size_t>(algorithm)];
}

std::optional<Algorithm> find_algorithm(std::string_view name) {
  for (std::size_t i = 0; i < kFacts.size(); ++i)
    if (kFacts[i].name == name) return static_cast<Algorithm>(i);
  return std::nullopt;
}

Result<Algorithm> parse_algorithm(std::string_view name) {
  if (const auto found = find_algorithm(name)) return *found;
  return fail(Blame::client, codes::kAlgorithm, "\"alg\" names no supported signature algorithm");
}

std::string AlgorithmSet::names() const {
  std::string out;
  for (std::size_t i = 0; i < kFacts.size(); ++i) {
    if (!contains(static_cast<Algorithm>(i))) continue;
    if (!out.empty()) out += ", ";
    out += kFacts[i].name;
  }
  return out;
}

AlgorithmSet allowed_by_name(Algorithm listed) {
  if (listed == Algorithm::eddsa) return {Algorithm::eddsa, Algorithm::ed25519, Algorithm::ed448};
  return {listed};
}

}  // namespace jg::jose
