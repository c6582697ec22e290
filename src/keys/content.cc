#include "keys/content.h"

#include "keys/documents.h"

namespace jg::keys {
namespace {

std::string counted(std::size_t count, const char* what) {
  return std::to_string(count) + ' ' + what + (count == 1 ? "" : "s");
}

template <class Read>
Result<Content> as_content(Result<Read> read) {
  if (!read) return std::unexpected(std::move(read.error()));
  return Content(std::move(*read));
}

}  // namespace

std::size_t most_bytes(Kind kind) {
  switch (kind) {
    case Kind::keys: return jose::KeySetRules{}.bytes;
    case Kind::revocations: return jose::RevocationList::kBytes;
    case Kind::server_metadata: break;
  }
  return kDiscoveryBytes;
}

const char* accepted_types(Kind kind) {
  return kind == Kind::keys ? "application/json, application/jwk-set+json" : "application/json";
}

Result<Content> read_content(Kind kind, const fetch::Answer& answer, std::string_view url,
                             const std::optional<std::string>& issuer) {
  switch (kind) {
    case Kind::keys: return as_content(read_key_set(answer));
    case Kind::revocations: return as_content(read_revocations(answer));
    case Kind::server_metadata: break;
  }
  return as_content(read_server_metadata(answer, url, issuer.value_or("")));
}

bool say_the_same(const Content& one, const Content& other) {
  if (one.keys) return one.keys->has_same_keys(*other.keys);
  if (one.revocations) return *one.revocations == *other.revocations;
  return one.server_metadata->root().dump() == other.server_metadata->root().dump();
}

std::string describe(const Content& content) {
  if (content.keys) return counted(content.keys->keys().size(), "key");
  if (content.revocations) return counted(content.revocations->size(), "revocation");
  return counted(content.server_metadata->root().size(), "member");
}

const char* former(Kind kind) {
  switch (kind) {
    case Kind::keys: return "the former keys stay in use";
    case Kind::revocations: return "the former list stays in use";
    case Kind::server_metadata: break;
  }
  return "the former document stays in use";
}

const char* consequence(Kind kind) {
  switch (kind) {
    case Kind::keys: return "tokens that need it are answered 503";
    case Kind::revocations: return "it is not known which tokens are revoked";
    case Kind::server_metadata: break;
  }
  return "clients do not learn where to log in";
}

}  // namespace jg::keys
