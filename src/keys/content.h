// keys/content.h - what a URL is asked for: a key set, a list of revoked tokens, or what an
// authorization server says of itself. All of fetching, refreshing and publishing is the same.
//
// Thread: what it points to is immutable.
// Errors: keys.*, jwks.*, revoked.*.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "fetch/request.h"
#include "jose/key_set.h"
#include "jose/revocation_list.h"
#include "json/value.h"

namespace jg::keys {

enum class Kind : std::uint8_t { keys, revocations, server_metadata };

// One of them, or nothing. Two are equal when they are the same object.
struct Content {
  Content() = default;
  explicit(false) Content(std::nullptr_t) {}
  explicit(false) Content(std::shared_ptr<const jose::KeySet> of_keys) : keys(std::move(of_keys)) {}
  explicit(false) Content(std::shared_ptr<const jose::RevocationList> list)
      : revocations(std::move(list)) {}
  explicit(false) Content(std::shared_ptr<const json::Document> document)
      : server_metadata(std::move(document)) {}

  explicit operator bool() const { return keys || revocations || server_metadata; }
  friend bool operator==(const Content&, const Content&) = default;

  std::shared_ptr<const jose::KeySet> keys;
  std::shared_ptr<const jose::RevocationList> revocations;
  std::shared_ptr<const json::Document> server_metadata;
};

// The most bytes that it may have.
std::size_t most_bytes(Kind kind);
const char* accepted_types(Kind kind);
// `url` is where it was asked for, `issuer` whose it must be, where a kind says that.
Result<Content> read_content(Kind kind, const fetch::Answer& answer, std::string_view url,
                             const std::optional<std::string>& issuer);

// Whether both mean the same. Of one kind, both there.
bool say_the_same(const Content& one, const Content& other);
// "2 keys", "1 revocation"
std::string describe(const Content& content);
// What a log calls the content that was there before, and what goes wrong without any.
const char* former(Kind kind);
const char* consequence(Kind kind);

}  // namespace jg::keys
