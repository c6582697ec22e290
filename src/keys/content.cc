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
  return kind == Kind::keys ? jose::KeySetRules{}.bytes : jose::RevocationList::kBytes;
}

const char* accepted_types(Kind kind) {
  return kind == Kind::keys ? "application/json, application/jwk-set+json" : "application/json";
}

Result<Content> read_content(Kind kind, const fetch::Answer& answer) {
  if (kind == Kind::keys) return as_content(read_key_set(answer));
  return as_content(read_revocations(answer));
}

bool say_the_same(const Content& one, const Content& other) {
  if (one.keys) return one.keys->has_same_keys(*other.keys);
  return *one.revocations == *other.revocations;
}

std::string describe(const Content& content) {
  return content.keys ? counted(content.keys->keys().size(), "key")
                      : counted(content.revocations->size(), "revocation");
}

const char* consequence(Kind kind) {
  return kind == Kind::keys ? "tokens that need it are answered 503"
                            : "it is not known which tokens are revoked";
}

}  // namespace jg::keys
