#include "jose/jwk.h"

#include <bit>
#include <utility>

#include "jose/codes.h"
#include "jose/jwk_members.h"
#include "jose/key_material.h"

namespace jg::jose {
namespace {

std::size_t bits_of(std::string_view number) {  // big-endian, no leading zeros
  return number.size() * 8 - static_cast<std::size_t>(std::countl_zero(static_cast<unsigned char>(number.front())));
}

bool is_odd(std::string_view number) { return (number.back() & 1) != 0; }

// RFC 7517 section 4.2: another value than these two is one we do not understand, so the key is not ours to use.
Result<void> check_use(json::Value jwk) {
  const auto use = optional_text(jwk, "use");
  if (!use) return std::unexpected(use.error());
  if (!*use || **use == "sig") return {};
  return bad_key(codes::kKeyUse, "\"use\" is not \"sig\"");
}

// RFC 7517 section 4.3.
Result<void> check_operations(json::Value jwk) {
  const auto operations = jwk.find("key_ops");
  if (!operations) return {};
  if (operations->kind() != json::Kind::array)
    return bad_key(codes::kKeyMalformed, "\"key_ops\" is not an array");
  bool verifies = false;
  bool texts = true;
  operations->for_each_element([&](json::Value operation) {
    const auto text = operation.as_string();
    texts = texts && text.has_value();
    verifies = verifies || text == "verify";
  });
  if (!texts) return bad_key(codes::kKeyMalformed, "\"key_ops\" holds something that is not a string");
  if (!verifies) return bad_key(codes::kKeyUse, "\"key_ops\" has no \"verify\"");
  return {};
}

// RFC 7517 section 4.4, RFC 8725 section 3.1: a key that names its algorithm is used with that one only. A name that
// is not a signature algorithm, e.g. RSA-OAEP, says the key is for something else.
Result<AlgorithmSet> read_algorithms(json::Value jwk, KeyKind kind) {
  const auto alg = optional_text(jwk, "alg");
  if (!alg) return std::unexpected(alg.error());
  if (!*alg) return facts(kind).algorithms;
  const auto named = find_algorithm(**alg);
  if (!named) return bad_key(codes::kKeyAlgorithm, "\"alg\" names no supported signature algorithm");
  const AlgorithmSet pinned = pinned_by_name(kind, *named);
  if (pinned.empty()) return bad_key(codes::kKeyAlgorithm, "\"alg\" does not fit this kind of key");
  return pinned;
}

}  // namespace

Result<Jwk> Jwk::parse(json::Value jwk, SymmetricKeys symmetric) {
  if (jwk.kind() != json::Kind::object) return bad_key(codes::kKeyMalformed, "the key is not an object");
  if (auto unique = check_members_unique(jwk); !unique) return std::unexpected(unique.error());
  const auto kind = read_key_kind(jwk);
  if (!kind) return std::unexpected(kind.error());
  if (*kind == KeyKind::symmetric && symmetric == SymmetricKeys::refuse)
    return bad_key(codes::kKeySymmetric, "shared secrets are not allowed here");
  if (auto use = check_use(jwk); !use) return std::unexpected(use.error());
  if (auto operations = check_operations(jwk); !operations) return std::unexpected(operations.error());
  const auto algorithms = read_algorithms(jwk, *kind);
  if (!algorithms) return std::unexpected(algorithms.error());
  const auto kid = optional_text(jwk, "kid");
  if (!kid) return std::unexpected(kid.error());

  Jwk out;
  out.kind_ = *kind;
  out.algorithms_ = *algorithms;
  if (*kid) out.kid_.emplace(**kid);
  if (auto read = out.read_material(jwk); !read) return std::unexpected(read.error());
  return out;
}

Result<void> Jwk::read_material(json::Value jwk) {
  const KeyKindFacts& kind = facts(kind_);
  if (kind_ == KeyKind::rsa) return read_rsa(jwk);
  if (kind_ == KeyKind::symmetric) return read_secret(jwk);
  const auto x = sized_bytes(jwk, "x", kind.coordinate_bytes);
  if (!x) return std::unexpected(x.error());
  Result<PkeyPtr> key = nullptr;
  if (kind.kty == "OKP") {
    key = make_raw_public_key(kind_, *x);
  } else {
    const auto y = sized_bytes(jwk, "y", kind.coordinate_bytes);
    if (!y) return std::unexpected(y.error());
    key = make_ec_key(kind_, {.x = *x, .y = *y, .d = {}});
  }
  if (!key) return std::unexpected(key.error());
  pkey_ = std::move(*key);
  return {};
}

Result<void> Jwk::read_rsa(json::Value jwk) {
  constexpr std::size_t kMaxExponentBits = 64;  // what OpenSSL itself accepts; more only costs time
  const auto n = number_bytes(jwk, "n");
  if (!n) return std::unexpected(n.error());
  const auto e = number_bytes(jwk, "e");
  if (!e) return std::unexpected(e.error());
  const std::size_t bits = bits_of(*n);
  if (bits < kMinRsaBits || bits > kMaxRsaBits)
    return bad_key(codes::kKeyStrength, "an RSA key must have 2048 to 8192 bits, this one has " + std::to_string(bits));
  const bool one = e->size() == 1 && e->front() == 1;
  if (one || !is_odd(*e) || bits_of(*e) > kMaxExponentBits)
    return bad_key(codes::kKeyStrength, "the RSA exponent must be odd, at least 3 and at most 64 bits long");
  if (!is_odd(*n)) return bad_key(codes::kKeyInvalid, "the RSA modulus is even");
  auto key = make_rsa_key({.n = *n, .e = *e, .d = {}, .p = {}, .q = {}, .dp = {}, .dq = {}, .qi = {}});
  if (!key) return std::unexpected(key.error());
  pkey_ = std::move(*key);
  bytes_ = n->size();
  return {};
}

// RFC 7518 section 3.2: the secret is at least as long as the hash's output.
Result<void> Jwk::read_secret(json::Value jwk) {
  const auto secret = required_bytes(jwk, "k");
  if (!secret) return std::unexpected(secret.error());
  AlgorithmSet long_enough;
  for (const Algorithm algorithm : {Algorithm::hs256, Algorithm::hs384, Algorithm::hs512})
    if (algorithms_.contains(algorithm) && secret->size() >= facts(algorithm).hash_bytes)
      long_enough.insert(algorithm);
  if (long_enough.empty())
    return bad_key(codes::kKeyStrength, "a secret must be at least as long as its hash, this one has " +
                                            std::to_string(secret->size()) + " bytes");
  auto key = make_raw_private_key(kind_, *secret);
  if (!key) return std::unexpected(key.error());
  pkey_ = std::move(*key);
  bytes_ = secret->size();
  algorithms_ = long_enough;
  return {};
}

std::size_t Jwk::signature_bytes(Algorithm algorithm) const {
  if (kind_ == KeyKind::rsa) return bytes_;
  if (kind_ == KeyKind::symmetric) return facts(algorithm).hash_bytes;
  return facts(kind_).signature_bytes;
}

}  // namespace jg::jose
