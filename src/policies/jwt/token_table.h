// policies/jwt/token_table.h - known tokens of one worker, found by hash and then compared in full.
//
// Owner:  one worker; what is found is shared with it.
// Thread: one.
// Limits: TableLimits. Of the eight places that a hash has, and of all when bytes are too many, the
//         one is cleared that was not used since the hand of a clock came by last (CLOCK).
// Trust:  the hash is keyed (base/hash.h), so nobody outside can aim at places; tokens whose hashes
//         collide are still told apart.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "policies/jwt/known_token.h"

namespace jg::policies::jwt {

struct TableLimits {
  std::size_t entries;  // a multiple of TokenTable::kWays
  std::size_t bytes;
};

class TokenTable {
 public:
  using Entry = std::shared_ptr<const KnownToken>;
  static constexpr std::size_t kWays = 8;

  explicit TokenTable(const TableLimits& limits) : limits_(limits) {}

  // The token of this text that suits(KnownToken) accepts, null when there is none. Good until the
  // next insert().
  template <class Suits>
  const Entry* find(const Hash128& hash, std::string_view text, Suits&& suits) {
    if (sets_.empty()) return nullptr;
    Set& set = set_of(hash);
    for (std::size_t way = 0; way < kWays; ++way) {
      const Entry& entry = set.entries[way];
      // The texts need no comparison in constant time: it is only reached when the keyed hashes of
      // all of both agree, so it tells nothing to who guesses at a token piece by piece.
      if (set.tags[way] != hash.high || !entry || entry->text.reveal() != text || !suits(*entry))
        continue;
      set.used |= 1u << way;
      return &entry;
    }
    return nullptr;
  }

  // Takes the place of one with the same text and keys. Gives how many others it
  // drove out that could still have been of use.
  std::size_t insert(const Hash128& hash, Entry entry);

  std::size_t size() const { return size_; }
  std::size_t bytes() const { return bytes_; }

 private:
  struct Set {
    std::array<std::uint64_t, kWays> tags{};
    std::array<Entry, kWays> entries;
    std::uint8_t used = 0;  // a bit for each entry that was found since the hand came by
    std::uint8_t hand = 0;
  };

  Set& set_of(const Hash128& hash) { return sets_[hash.low % sets_.size()]; }
  std::size_t choose_way(Set& set, const Hash128& hash, const KnownToken& entry);
  void clear(Set& set, std::size_t way);
  std::size_t make_room(const KnownToken& newest);

  TableLimits limits_;
  std::vector<Set> sets_;  // made for the first entry
  std::size_t size_ = 0;
  std::size_t bytes_ = 0;
  std::size_t sweep_ = 0;  // the set where the hand over all of them stands
};

}  // namespace jg::policies::jwt
