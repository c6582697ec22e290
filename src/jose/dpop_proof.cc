#include "jose/dpop_proof.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/base64.h"
#include "jose/codes.h"
#include "jose/jwk.h"
#include "jose/signature.h"
#include "jose/thumbprint.h"
#include "jose/token.h"

namespace jg::jose {
namespace {

constexpr std::string_view kType = "dpop+jwt";
// RFC 7518 section 6, RFC 8037 section 2.
constexpr std::array<std::string_view, 8> kPrivateMembers = {"d",  "p",  "q",   "dp",
                                                             "dq", "qi", "oth", "k"};

std::unexpected<Error> bad(std::string why) {
  return fail(Blame::client, codes::kDpopProof, "the DPoP proof: " + std::move(why));
}

// Of a token whose form is known to be good.
json::Document header_of(std::string_view compact) {
  const auto text = base64url_decode(compact.substr(0, compact.find('.')));
  auto document = json::Document::parse(text.value_or(""));
  return document ? std::move(*document) : json::Document();
}

std::optional<std::string> text_claim(json::Value claims, std::string_view name) {
  const auto value = claims.find(name);
  const auto text = value ? value->as_string() : std::nullopt;
  return text && !text->empty() ? std::optional<std::string>(*text) : std::nullopt;
}

// RFC 9449 section 4.2: a public key. One with its private part was given away.
Result<Jwk> read_key(json::Value jwk) {
  const auto has_member = [&](std::string_view name) { return jwk.find(name).has_value(); };
  if (std::ranges::any_of(kPrivateMembers, has_member))
    return bad("its key is there with its private part");
  auto key = Jwk::parse(jwk);
  if (!key) return bad("its key cannot be used: " + key.error().detail);
  return key;
}

}  // namespace

Result<DpopProof> DpopProof::verify(std::string_view compact, const AlgorithmSet& allowed) {
  const auto token = UntrustedToken::parse(compact, {.bytes = kBytes, .depth = 8});
  if (!token) return bad(token.error().detail);
  if (token->typ() != kType) return bad("its typ is not dpop+jwt");
  if (!allowed.contains(token->algorithm()))
    return bad(std::string(name(token->algorithm())) + " is not allowed, only " + allowed.names());
  const json::Document header = header_of(compact);
  const auto jwk = header.root().find("jwk");
  if (!jwk || jwk->kind() != json::Kind::object) return bad("it has no key (jwk)");
  const auto key = read_key(*jwk);
  if (!key) return std::unexpected(key.error());
  if (!verify_signature(*key, token->algorithm(), token->signed_bytes_, token->signature_))
    return bad("its signature is not that of its key");
  auto thumb = jose::thumbprint(*jwk);
  if (!thumb) return bad("its key has no thumbprint");
  DpopProof out;
  out.thumbprint_ = std::move(*thumb);
  if (auto read = out.read_claims(token->claims_->root()); !read)
    return std::unexpected(std::move(read.error()));
  return out;
}

Result<void> DpopProof::read_claims(json::Value claims) {
  auto id = text_claim(claims, "jti");
  if (!id || id->size() > kIdBytes) return bad("it has no jti, or a long one");
  auto method = text_claim(claims, "htm");
  if (!method) return bad("it has no htm");
  auto url = text_claim(claims, "htu");
  if (!url) return bad("it has no htu");
  const auto issued = claims.find("iat");
  const auto seconds = issued ? issued->as_double() : std::nullopt;
  if (!seconds || !std::isfinite(*seconds) || *seconds < 0) return bad("it has no iat");
  if (claims.find("ath") && !text_claim(claims, "ath")) return bad("its ath is no text");
  id_ = std::move(*id);
  method_ = std::move(*method);
  url_ = std::move(*url);
  issued_ = *seconds;
  token_hash_ = text_claim(claims, "ath");
  return {};
}

}  // namespace jg::jose
