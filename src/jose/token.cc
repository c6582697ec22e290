#include "jose/token.h"

#include <algorithm>
#include <array>

#include "base/base64.h"
#include "jose/certificate_digests.h"
#include "jose/codes.h"

namespace jg::jose {
namespace {

std::unexpected<Error> malformed(const char* why) {
  return fail(Blame::client, codes::kMalformed, why);
}

struct Parts {
  std::string_view header, payload, signature;
};

// Looks no further than a fourth dot, whatever the length.
Result<Parts> split(std::string_view compact) {
  std::array<std::size_t, 5> dots{};
  std::size_t found = 0;
  for (std::size_t at = compact.find('.'); at != compact.npos && found < dots.size();
       at = compact.find('.', at + 1))
    dots[found++] = at;
  if (found == 4)
    return fail(Blame::client, codes::kEncrypted,
                "an encrypted token (five parts) cannot be read here");
  if (found != 2) return malformed("a signed token has three parts");
  return Parts{compact.substr(0, dots[0]), compact.substr(dots[0] + 1, dots[1] - dots[0] - 1),
               compact.substr(dots[1] + 1)};
}

Result<json::Document> parse_object(std::string_view part, const TokenLimits& limits,
                                    const char* why) {
  const auto bytes = base64url_decode(part);
  if (!bytes) return malformed("a part is not base64url");
  auto document = json::Document::parse(*bytes, {.depth = limits.depth});
  if (!document || document->root().kind() != json::Kind::object) return malformed(why);
  return document;
}

Result<std::optional<std::string>> header_text(json::Value header, std::string_view member,
                                               const char* why) {
  const auto value = header.find(member);
  if (!value) return std::optional<std::string>();
  const auto text = value->as_string();
  if (!text) return malformed(why);
  return std::optional<std::string>(*text);
}

}  // namespace

Result<UntrustedToken> UntrustedToken::parse(std::string_view compact, const TokenLimits& limits) {
  if (compact.size() > limits.bytes)
    return fail(Blame::client, codes::kTooLarge,
                "the token has more than " + std::to_string(limits.bytes) + " bytes");
  const auto parts = split(compact);
  if (!parts) return std::unexpected(parts.error());
  UntrustedToken out;
  if (auto read = out.read_header(parts->header, limits); !read)
    return std::unexpected(read.error());
  if (auto read = out.read_payload(parts->payload, limits); !read)
    return std::unexpected(read.error());
  auto signature = base64url_decode(parts->signature);
  if (!signature) return malformed("the signature is not base64url");
  out.signature_ = std::move(*signature);
  out.signed_bytes_ = compact.substr(0, parts->header.size() + 1 + parts->payload.size());
  return out;
}

Result<void> UntrustedToken::read_header(std::string_view part, const TokenLimits& limits) {
  const auto document =
      parse_object(part, limits, "the header is not a JSON object with unique members");
  if (!document) return std::unexpected(document.error());
  const json::Value header = document->root();
  const auto alg = header_text(header, "alg", "\"alg\" is not a string");
  if (!alg) return std::unexpected(alg.error());
  if (!*alg) return malformed("the header has no \"alg\"");
  const auto algorithm = parse_algorithm(**alg);
  if (!algorithm) return std::unexpected(algorithm.error());
  algorithm_ = *algorithm;
  // RFC 7515 section 4.1.11: refused unless every name in it is understood. No extension is, and an
  // empty or ill-typed list is refused by the same section, so its mere presence decides. That
  // covers "b64" (RFC 7797) too.
  if (header.find("crit"))
    return fail(Blame::client, codes::kCriticalHeader,
                "\"crit\" asks for an extension that is not supported");
  auto kid = header_text(header, "kid", "\"kid\" is not a string");
  if (!kid) return std::unexpected(kid.error());
  auto typ = header_text(header, "typ", "\"typ\" is not a string");
  if (!typ) return std::unexpected(typ.error());
  kid_ = std::move(*kid);
  typ_ = std::move(*typ);
  certificate_digest_ = read_certificate_digest(header);
  return {};
}

Result<void> UntrustedToken::read_payload(std::string_view part, const TokenLimits& limits) {
  if (limits.payload == Payload::any_bytes)
    return base64url_decode(part) ? Result<void>() : malformed("the payload is not base64url");
  auto document =
      parse_object(part, limits, "the claims are not a JSON object with unique members");
  if (!document) return std::unexpected(document.error());
  claims_ = std::make_shared<const json::Document>(std::move(*document));
  return {};
}

std::optional<std::size_t> UntrustedToken::find_issuer(
    std::span<const std::string_view> sorted) const {
  const auto iss = claims_ ? claims_->root().find("iss") : std::nullopt;
  const auto name = iss ? iss->as_string() : std::nullopt;
  if (!name) return std::nullopt;
  const auto found = std::ranges::lower_bound(sorted, *name);
  if (found == sorted.end() || *found != *name) return std::nullopt;
  return static_cast<std::size_t>(found - sorted.begin());
}

std::string quote_safely(std::string_view name) {
  constexpr std::size_t kShown = 64;
  std::string out = "\"";
  for (const char c : name.substr(0, kShown))
    out += c >= 0x20 && c < 0x7f && c != '"' && c != '\\' ? c : '?';
  return out + (name.size() > kShown ? "...\"" : "\"");
}

}  // namespace jg::jose
