#include "jose/key_kind.h"

#include <array>

namespace jg::jose {
namespace {

using enum Algorithm;

// In the order of the enum.
const std::array<KeyKindFacts, 8> kFacts{{
    {"RSA", "", "RSA", 0, 0, {rs256, rs384, rs512, ps256, ps384, ps512}},
    {"EC", "P-256", "P-256", 32, 64, {es256}},
    {"EC", "P-384", "P-384", 48, 96, {es384}},
    {"EC", "P-521", "P-521", 66, 132, {es512}},
    {"EC", "secp256k1", "secp256k1", 32, 64, {es256k}},
    {"OKP", "Ed25519", "ED25519", 32, 64, {eddsa, ed25519}},
    {"OKP", "Ed448", "ED448", 57, 114, {eddsa, ed448}},
    {"oct", "", "HMAC", 0, 0, {hs256, hs384, hs512}},
}};

}  // namespace

const KeyKindFacts& facts(KeyKind kind) { return kFacts[static_cast<std::size_t>(kind)]; }

std::optional<KeyKind> find_key_kind(std::string_view kty, std::string_view crv) {
  for (std::size_t i = 0; i < kFacts.size(); ++i)
    if (kFacts[i].kty == kty && kFacts[i].crv == crv) return static_cast<KeyKind>(i);
  return std::nullopt;
}

AlgorithmSet pinned_by_name(KeyKind kind, Algorithm algorithm) {
  const AlgorithmSet fitting = facts(kind).algorithms;
  if (!fitting.contains(algorithm)) return {};
  return facts(algorithm).family == Family::eddsa ? fitting : AlgorithmSet{algorithm};
}

}  // namespace jg::jose
