#include "jose/jwk.h"

#include <openssl/evp.h>

#include <algorithm>
#include <utility>

#include "jose/certificate_digests.h"
#include "jose/codes.h"
#include "jose/jwk_members.h"
#include "jose/jwk_purpose.h"

namespace jg::jose {

Result<Jwk> Jwk::parse(json::Value jwk, SymmetricKeys symmetric) {
  if (jwk.kind() != json::Kind::object)
    return bad_key(codes::kKeyMalformed, "the key is not an object");
  if (auto unique = check_members_unique(jwk); !unique) return std::unexpected(unique.error());
  const auto kind = read_key_kind(jwk);
  if (!kind) return std::unexpected(kind.error());
  if (*kind == KeyKind::symmetric && symmetric == SymmetricKeys::refuse)
    return bad_key(codes::kKeySymmetric, "shared secrets are not allowed here");
  if (auto purpose = check_purpose(jwk, "verify"); !purpose)
    return std::unexpected(purpose.error());
  const auto algorithms = read_algorithms(jwk, *kind);
  if (!algorithms) return std::unexpected(algorithms.error());
  const auto kid = optional_text(jwk, "kid");
  if (!kid) return std::unexpected(kid.error());

  auto material =
      read_material(jwk, {.kind = *kind, .algorithms = *algorithms, .part = KeyPart::public_part});
  if (!material) return std::unexpected(material.error());

  Jwk out;
  out.kind_ = *kind;
  if (*kid) out.kid_.emplace(**kid);
  out.certificate_digests_ = read_certificate_digests(jwk);
  out.material_ = std::move(*material);
  return out;
}

bool Jwk::is_same(const Jwk& other) const {
  return kid_ == other.kid_ && algorithms() == other.algorithms() &&
         EVP_PKEY_eq(pkey(), other.pkey()) == 1;
}

bool Jwk::has_certificate_digest(std::string_view digest) const {
  return std::ranges::find(certificate_digests_, digest) != certificate_digests_.end();
}

std::size_t Jwk::signature_bytes(Algorithm algorithm) const {
  if (kind_ == KeyKind::rsa) return material_.modulus_bytes;
  if (kind_ == KeyKind::symmetric) return facts(algorithm).hash_bytes;
  return facts(kind_).signature_bytes;
}

}  // namespace jg::jose
