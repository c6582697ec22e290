#include "jose/jwk_material.h"

#include <array>
#include <string>
#include <utility>

#include "jose/jwk_members.h"
#include "jose/key_material.h"
#include "jose/key_strength.h"

namespace jg::jose {
namespace {

// How many of n, e, d and the five that speed d up are to be read. RFC 7518 section 6.3.2: d alone
// will do, or d with all of the other five.
std::size_t count_rsa_numbers(json::Value jwk, KeyPart part) {
  if (part == KeyPart::public_part) return 2;
  return jwk.find("p") ? 8 : 3;
}

Result<KeyMaterial> read_rsa(json::Value jwk, const MaterialRequest& request) {
  constexpr std::array<const char*, 8> kNames = {"n", "e", "d", "p", "q", "dp", "dq", "qi"};
  std::array<std::string, kNames.size()> numbers;
  const std::size_t count = count_rsa_numbers(jwk, request.part);
  for (std::size_t i = 0; i < count; ++i) {
    auto number = number_bytes(jwk, kNames[i]);
    if (!number) return std::unexpected(number.error());
    numbers[i] = std::move(*number);
  }
  const auto& [n, e, d, p, q, dp, dq, qi] = numbers;
  if (auto strong = check_rsa_strength(n, e); !strong) return std::unexpected(strong.error());
  auto key = make_rsa_key({.n = n, .e = e, .d = d, .p = p, .q = q, .dp = dp, .dq = dq, .qi = qi});
  if (!key) return std::unexpected(key.error());
  return KeyMaterial{std::move(*key), request.algorithms, n.size()};
}

Result<KeyMaterial> read_secret(json::Value jwk, const MaterialRequest& request) {
  const auto secret = required_bytes(jwk, "k");
  if (!secret) return std::unexpected(secret.error());
  const auto strong = check_secret_strength(request.algorithms, secret->size());
  if (!strong) return std::unexpected(strong.error());
  auto key = make_raw_private_key(request.kind, *secret);
  if (!key) return std::unexpected(key.error());
  return KeyMaterial{std::move(*key), *strong};
}

Result<KeyMaterial> read_curve(json::Value jwk, const MaterialRequest& request) {
  const KeyKindFacts& kind = facts(request.kind);
  const auto x = sized_bytes(jwk, "x", kind.coordinate_bytes);
  if (!x) return std::unexpected(x.error());
  std::string d;
  if (request.part == KeyPart::private_part) {
    auto bytes = sized_bytes(jwk, "d", kind.coordinate_bytes);
    if (!bytes) return std::unexpected(bytes.error());
    d = std::move(*bytes);
  }
  Result<PkeyPtr> key = nullptr;
  if (kind.kty == "OKP") {
    key = d.empty() ? make_raw_public_key(request.kind, *x) : make_raw_private_key(request.kind, d);
  } else {
    const auto y = sized_bytes(jwk, "y", kind.coordinate_bytes);
    if (!y) return std::unexpected(y.error());
    key = make_ec_key(request.kind, {.x = *x, .y = *y, .d = d});
  }
  if (!key) return std::unexpected(key.error());
  return KeyMaterial{std::move(*key), request.algorithms};
}

}  // namespace

Result<KeyMaterial> read_material(json::Value jwk, const MaterialRequest& request) {
  if (request.kind == KeyKind::rsa) return read_rsa(jwk, request);
  if (request.kind == KeyKind::symmetric) return read_secret(jwk, request);
  return read_curve(jwk, request);
}

}  // namespace jg::jose
