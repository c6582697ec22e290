#include "jose/sign.h"

#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <utility>

#include "base/base64.h"
#include "jose/codes.h"
#include "jose/ecdsa_der.h"
#include "jose/jwk_material.h"
#include "jose/jwk_members.h"
#include "jose/jwk_purpose.h"
#include "json/text.h"

namespace jg::jose {
namespace {

std::unexpected<Error> cannot_sign(std::string why) {
  return fail(Blame::config, codes::kCannotSign, std::move(why));
}

// The order in which a key that names no algorithm offers itself.
Algorithm first_of(AlgorithmSet algorithms) {
  for (std::size_t i = 0; i < kAlgorithmCount; ++i)
    if (algorithms.contains(static_cast<Algorithm>(i))) return static_cast<Algorithm>(i);
  return Algorithm::rs256;
}

bool set_padding(EVP_PKEY_CTX* context, Family family) {
  if (family == Family::rsa_pkcs1)
    return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1;
  if (family != Family::rsa_pss) return true;
  return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
         EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1;
}

}  // namespace

Result<SigningKey> SigningKey::parse(std::string_view private_jwk) {
  const auto document = json::Document::parse(private_jwk, {.bytes = 64 * 1024, .depth = 16});
  if (!document || document->root().kind() != json::Kind::object)
    return bad_key(codes::kKeyMalformed, "the key is not a JSON object with unique members");
  const json::Value jwk = document->root();
  const auto kind = read_key_kind(jwk);
  if (!kind) return std::unexpected(kind.error());
  if (auto purpose = check_purpose(jwk, "sign"); !purpose) return std::unexpected(purpose.error());
  const auto algorithms = read_algorithms(jwk, *kind);
  if (!algorithms) return std::unexpected(algorithms.error());
  const auto kid = optional_text(jwk, "kid");
  if (!kid) return std::unexpected(kid.error());
  const char* const secret = kind == KeyKind::symmetric ? "k" : "d";
  if (!jwk.find(secret)) return cannot_sign("the key has no private part");

  auto material =
      read_material(jwk, {.kind = *kind, .algorithms = *algorithms, .part = KeyPart::private_part});
  if (!material) return std::unexpected(material.error());
  const auto alg = optional_text(jwk, "alg");
  if (!alg) return std::unexpected(alg.error());

  SigningKey out;
  out.kind_ = *kind;
  out.material_ = std::move(*material);
  out.algorithm_ = first_of(out.algorithms());
  if (*alg) out.algorithm_ = find_algorithm(**alg).value_or(out.algorithm_);
  if (*kid) out.kid_.emplace(**kid);
  return out;
}

Result<std::string> SigningKey::sign(Algorithm algorithm, std::string_view bytes) const {
  if (!algorithms().contains(algorithm))
    return cannot_sign("the key may only sign " + algorithms().names());
  const CryptoErrors errors;
  const AlgorithmFacts& how = facts(algorithm);
  const DigestContextPtr context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* settings = nullptr;  // belongs to the context
  std::size_t size = 0;
  std::string signature;
  const auto* const from = reinterpret_cast<const unsigned char*>(bytes.data());
  const bool ready = context && EVP_DigestSignInit_ex(context.get(), &settings, how.digest, nullptr,
                                                      nullptr, material_.pkey.get(), nullptr) == 1;
  bool done = ready && set_padding(settings, how.family) &&
              EVP_DigestSign(context.get(), nullptr, &size, from, bytes.size()) == 1;
  if (done) {
    signature.resize(size);
    done = EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                          from, bytes.size()) == 1;
    signature.resize(size);
  }
  if (!done) return cannot_sign("OpenSSL could not sign with this key");
  if (how.family != Family::ecdsa) return signature;
  auto raw = raw_from_der(signature, facts(kind_).coordinate_bytes);
  if (!raw) return cannot_sign("OpenSSL made no ECDSA signature");
  return std::move(*raw);
}

Result<std::string> sign_compact(const SigningKey& key, const std::vector<HeaderMember>& header,
                                 std::string_view payload) {
  std::string text = "{\"alg\":";
  json::append_quoted(text, name(key.algorithm()));
  for (const HeaderMember& member : header) {
    text += ',';
    json::append_quoted(text, member.name);
    text += ':' + member.json;
  }
  text += '}';
  if (!json::Document::parse(text))
    return cannot_sign("the header is not a JSON object with unique members");
  std::string compact = base64url_encode(text) + '.' + base64url_encode(payload);
  const auto signature = key.sign(key.algorithm(), compact);
  if (!signature) return std::unexpected(signature.error());
  return compact + '.' + base64url_encode(*signature);
}

}  // namespace jg::jose
