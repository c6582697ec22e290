#include "jose/keygen.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>

#include <optional>
#include <string_view>
#include <utility>

#include "base/base64.h"
#include "base/random.h"
#include "jose/codes.h"
#include "jose/evp.h"
#include "jose/key_kind.h"
#include "jose/key_strength.h"
#include "jose/thumbprint.h"
#include "json/text.h"

namespace jg::jose {
namespace {

// The members of a JWK as JSON text without the braces: those anyone may see, those nobody may.
struct Members {
  std::string open;
  std::string closed;
};

void add(std::string& members, std::string_view name, std::string_view value) {
  if (!members.empty()) members += ',';
  json::append_quoted(members, name);
  members += ':';
  json::append_quoted(members, value);
}

std::unexpected<Error> no_key() {
  return fail(Blame::gateway, codes::kCannotSign, "OpenSSL made no key");
}

KeyKind kind_for(Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::rs256:
    case Algorithm::rs384:
    case Algorithm::rs512:
    case Algorithm::ps256:
    case Algorithm::ps384:
    case Algorithm::ps512: return KeyKind::rsa;
    case Algorithm::es256: return KeyKind::p256;
    case Algorithm::es384: return KeyKind::p384;
    case Algorithm::es512: return KeyKind::p521;
    case Algorithm::es256k: return KeyKind::secp256k1;
    case Algorithm::eddsa:
    case Algorithm::ed25519: return KeyKind::ed25519;
    case Algorithm::ed448: return KeyKind::ed448;
    case Algorithm::hs256:
    case Algorithm::hs384:
    case Algorithm::hs512: return KeyKind::symmetric;
  }
  return KeyKind::rsa;
}

// `size` pads with zeros in front; 0 takes the number as it is.
std::optional<std::string> number_of(const PkeyPtr& key, const char* name, std::size_t size) {
  BIGNUM* raw = nullptr;
  if (EVP_PKEY_get_bn_param(key.get(), name, &raw) != 1) return std::nullopt;
  const BignumPtr number(raw);
  std::string bytes(size == 0 ? static_cast<std::size_t>(BN_num_bytes(raw)) : size, '\0');
  const int length = static_cast<int>(bytes.size());
  if (BN_bn2binpad(raw, reinterpret_cast<unsigned char*>(bytes.data()), length) != length)
    return std::nullopt;
  return bytes;
}

struct NamedNumber {
  const char* member;
  const char* parameter;
};

bool add_numbers(std::string& members, const PkeyPtr& key, std::initializer_list<NamedNumber> names,
                 std::size_t size) {
  for (const NamedNumber& name : names) {
    const auto number = number_of(key, name.parameter, size);
    if (!number) return false;
    add(members, name.member, base64url_encode(*number));
  }
  return true;
}

bool add_rsa(Members& members, std::size_t bits) {
  const PkeyPtr key(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", bits));
  return key &&
         add_numbers(members.open, key,
                     {{"n", OSSL_PKEY_PARAM_RSA_N}, {"e", OSSL_PKEY_PARAM_RSA_E}}, 0) &&
         add_numbers(members.closed, key,
                     {{"d", OSSL_PKEY_PARAM_RSA_D},
                      {"p", OSSL_PKEY_PARAM_RSA_FACTOR1},
                      {"q", OSSL_PKEY_PARAM_RSA_FACTOR2},
                      {"dp", OSSL_PKEY_PARAM_RSA_EXPONENT1},
                      {"dq", OSSL_PKEY_PARAM_RSA_EXPONENT2},
                      {"qi", OSSL_PKEY_PARAM_RSA_COEFFICIENT1}},
                     0);
}

bool add_ec(Members& members, const KeyKindFacts& kind) {
  const PkeyPtr key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", kind.openssl_name));
  return key &&
         add_numbers(members.open, key,
                     {{"x", OSSL_PKEY_PARAM_EC_PUB_X}, {"y", OSSL_PKEY_PARAM_EC_PUB_Y}},
                     kind.coordinate_bytes) &&
         add_numbers(members.closed, key, {{"d", OSSL_PKEY_PARAM_PRIV_KEY}}, kind.coordinate_bytes);
}

bool add_okp(Members& members, const KeyKindFacts& kind) {
  const PkeyPtr key(EVP_PKEY_Q_keygen(nullptr, nullptr, kind.openssl_name));
  std::string x(kind.coordinate_bytes, '\0');
  std::string d(kind.coordinate_bytes, '\0');
  std::size_t x_size = x.size();
  std::size_t d_size = d.size();
  if (!key ||
      EVP_PKEY_get_raw_public_key(key.get(), reinterpret_cast<unsigned char*>(x.data()), &x_size) !=
          1 ||
      EVP_PKEY_get_raw_private_key(key.get(), reinterpret_cast<unsigned char*>(d.data()),
                                   &d_size) != 1)
    return false;
  add(members.open, "x", base64url_encode(x));
  add(members.closed, "d", base64url_encode(d));
  return true;
}

bool add_material(Members& members, KeyKind kind, const KeyRequest& request) {
  const CryptoErrors errors;
  const KeyKindFacts& facts_of_kind = facts(kind);
  if (kind == KeyKind::rsa) return add_rsa(members, request.rsa_bits);
  if (facts_of_kind.kty == "EC") return add_ec(members, facts_of_kind);
  if (facts_of_kind.kty == "OKP") return add_okp(members, facts_of_kind);
  add(members.open, "k", base64url_encode(random_bytes(facts(request.algorithm).hash_bytes)));
  return true;
}

}  // namespace

Result<GeneratedKey> generate_key(const KeyRequest& request) {
  if (request.rsa_bits < kMinRsaBits || request.rsa_bits > kMaxRsaBits)
    return fail(Blame::config, codes::kKeyStrength, "an RSA key must have 2048 to 8192 bits");
  const KeyKind kind = kind_for(request.algorithm);
  Members members;
  add(members.open, "kty", facts(kind).kty);
  if (!facts(kind).crv.empty()) add(members.open, "crv", facts(kind).crv);
  if (!add_material(members, kind, request)) return no_key();

  GeneratedKey out;
  if (request.kid) {
    out.kid = *request.kid;
  } else {
    const auto jwk = json::Document::parse('{' + members.open + '}');
    if (!jwk) return no_key();
    auto name = thumbprint(jwk->root());
    if (!name) return std::unexpected(name.error());
    out.kid = std::move(*name);
  }
  add(members.open, "kid", out.kid);
  add(members.open, "alg", name(request.algorithm));
  add(members.open, "use", "sig");
  const std::string closed = members.closed.empty() ? "" : ',' + members.closed;
  out.private_jwk = Secret('{' + members.open + closed + '}');
  out.key_set = Secret("{\"keys\":[{" + members.open + "}]}");
  return out;
}

}  // namespace jg::jose
