#include "keys/documents.h"

#include "base/ascii.h"
#include "fetch/url.h"
#include "jose/token.h"
#include "json/value.h"
#include "keys/codes.h"

namespace jg::keys {
namespace {

std::unexpected<Error> bad(const char* code, std::string detail) {
  return fail(Blame::upstream, code, std::move(detail));
}

// The type is told in many ways, some wrong; HTML is a page for people in all of them.
bool is_page(const fetch::Answer& answer) {
  return ascii::istarts_with(answer.content_type, "text/html") ||
         ascii::istarts_with(answer.content_type, "application/xhtml");
}

std::optional<std::string_view> find_text(const json::Document& document, std::string_view member) {
  const auto value = document.root().find(member);
  return value ? value->as_string() : std::nullopt;
}

Result<json::Document> read_document_of(std::string_view issuer, const fetch::Answer& answer) {
  if (is_page(answer)) return bad(codes::kContent, "an HTML page, not a discovery document");
  auto document = json::Document::parse(answer.body, {.bytes = kDiscoveryBytes});
  if (!document) return bad(codes::kDiscovery, "it is not JSON");
  const auto named = find_text(*document, "issuer");
  if (named != issuer)
    return bad(codes::kIssuer, "it is the document of " +
                                   (named ? jose::quote_safely(*named) : "no issuer at all"));
  return document;
}

// It may be at another host, but not without TLS when the document came with it.
Result<std::string> find_url(const json::Document& document, std::string_view member,
                             std::string_view of) {
  const auto text = find_text(document, member);
  const auto parsed = text ? fetch::parse_url(std::string(*text)) : std::nullopt;
  if (!parsed) return bad(codes::kDiscovery, "its " + std::string(member) + " is no URL");
  if (of.starts_with("https:") && parsed->scheme != "https")
    return bad(codes::kDiscovery, "its " + std::string(member) + " is without TLS");
  return std::string(*text);
}

}  // namespace

Result<std::shared_ptr<const jose::KeySet>> read_key_set(const fetch::Answer& answer) {
  if (is_page(answer)) return bad(codes::kContent, "an HTML page, not a key set");
  auto keys = jose::KeySet::parse(answer.body);
  if (!keys) return bad(keys.error().code, std::move(keys.error().detail));
  if ((*keys)->keys().empty())
    return bad(codes::kNone,
               "none of its " + std::to_string((*keys)->lost().size()) + " keys can be used");
  return keys;
}

Result<std::shared_ptr<const jose::RevocationList>> read_revocations(const fetch::Answer& answer) {
  if (is_page(answer)) return bad(codes::kContent, "an HTML page, not a list of revoked tokens");
  return jose::RevocationList::parse(answer.body);
}

Result<std::string> read_discovery(const fetch::Answer& answer, std::string_view url,
                                   std::string_view issuer) {
  const auto document = read_document_of(issuer, answer);
  if (!document) return std::unexpected(document.error());
  return find_url(*document, "jwks_uri", url);
}

Result<std::shared_ptr<const json::Document>> read_server_metadata(const fetch::Answer& answer,
                                                                   std::string_view url,
                                                                   std::string_view issuer) {
  auto document = read_document_of(issuer, answer);
  if (!document) return std::unexpected(std::move(document.error()));
  for (const std::string_view member : {"authorization_endpoint", "token_endpoint"})
    if (const auto found = find_url(*document, member, url); !found)
      return std::unexpected(found.error());
  return std::make_shared<const json::Document>(std::move(*document));
}

}  // namespace jg::keys
