// keys/content.h - what a URL is asked for: a key set, or a list of revoked tokens. All of fetching,
// refreshing and publishing is the same for both.
//
// Thread: what it points to is immutable.
// Errors: keys.*, jwks.*, revoked.*.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/error.h"
#include "fetch/request.h"
#include "jose/key_set.h"
#include "jose/revocation_list.h"

namespace jg::keys {

enum class Kind : std::uint8_t { keys, revocations };

// One of them, or nothing. Two are equal when they are the same object.
struct Content {
  Content() = default;
  explicit(false) Content(std::nullptr_t) {}
  explicit(false) Content(std::shared_ptr<const jose::KeySet> of_keys) : keys(std::move(of_keys)) {}
  explicit(false) Content(std::shared_ptr<const jose::RevocationList> list)
      : revocations(std::move(list)) {}

  explicit operator bool() const { return keys || revocations; }
  friend bool operator==(const Content&, const Content&) = default;

  std::shared_ptr<const jose::KeySet> keys;
  std::shared_ptr<const jose::RevocationList> revocations;
};

// The most bytes that it may have.
std::size_t most_bytes(Kind kind);
const char* accepted_types(Kind kind);
Result<Content> read_content(Kind kind, const fetch::Answer& answer);

// Whether a token is judged alike by both. Of one kind, both there.
bool say_the_same(const Content& one, const Content& other);
// "2 keys", "1 revocation"
std::string describe(const Content& content);
// What goes wrong without any, in the operator's words.
const char* consequence(Kind kind);

}  // namespace jg::keys
