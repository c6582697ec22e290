// jose/revocation_list.h - tokens that do not count any more, though they are signed and in time.
//
// Owner:  whoever read it publishes shared_ptr<const RevocationList>; readers keep theirs in use.
// Thread: immutable after parse(); any thread may read.
// Errors: revoked.malformed, revoked.too_large, revoked.too_many. One bad entry refuses the whole: to
//         pass it over would let in whom it names.
// Limits: kBytes of JSON, kEntries.
// Spec:   ours: {"revoked": [{"jti": "..."}, {"sub": "...", "exp": 1800000000}, {"kid": "..."}]}.
// Trust:  the list may come from the network.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "jose/token_facts.h"

namespace jg::jose {

class RevocationList {
 public:
  static constexpr std::size_t kBytes = 4 << 20;
  static constexpr std::size_t kEntries = 65'536;

  static Result<std::shared_ptr<const RevocationList>> parse(std::string_view text);

  // The name of the member by which a token is revoked ("jti"), if it is. `kid` is the id of the key
  // that made the signature, whatever the token's header says. Entries whose time is over by `now`
  // do not count.
  std::optional<std::string_view> find(const TokenFacts& token, SystemTime now) const;

  std::size_t size() const { return entries_.size(); }
  friend bool operator==(const RevocationList&, const RevocationList&) = default;

 private:
  enum class Member : std::uint8_t { jti, sub, kid, sid };
  struct Entry {
    Member member;
    std::string value;
    double ends;  // seconds since 1970, or infinity
    friend auto operator<=>(const Entry&, const Entry&) = default;
  };
  static std::string_view name(Member member);
  static Result<Entry> read_entry(json::Value from);
  bool has(Member member, std::string_view value, double now) const;

  std::vector<Entry> entries_;  // in order
};

}  // namespace jg::jose
