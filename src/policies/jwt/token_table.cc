#include "policies/jwt/token_table.h"

namespace jg::policies::jwt {
namespace {

// The same text, checked with the same keys.
bool are_one(const KnownToken& a, const KnownToken& b) {
  return a.text.reveal() == b.text.reveal() && !a.keys.owner_before(b.keys) &&
         !b.keys.owner_before(a.keys);
}

}  // namespace

std::size_t TokenTable::insert(const Hash128& hash, Entry entry) {
  const std::size_t bytes = entry->bytes();
  if (bytes > limits_.bytes) return 0;
  if (sets_.empty()) sets_.resize(limits_.entries / kWays);
  Set& set = set_of(hash);
  const std::size_t way = choose_way(set, hash, *entry);
  const Entry& former = set.entries[way];
  const bool drives_out = former && !former->keys.expired() && !are_one(*former, *entry);
  clear(set, way);
  set.tags[way] = hash.high;
  set.entries[way] = std::move(entry);
  ++size_;
  bytes_ += bytes;
  return (drives_out ? 1 : 0) + make_room(*set.entries[way]);
}

// The one it replaces, else an empty place or one whose keys are gone, else where the hand stops.
std::size_t TokenTable::choose_way(Set& set, const Hash128& hash, const KnownToken& entry) {
  std::size_t free = kWays;
  for (std::size_t way = 0; way < kWays; ++way) {
    const Entry& other = set.entries[way];
    if (!other || other->keys.expired()) {
      free = way;
    } else if (set.tags[way] == hash.high && are_one(*other, entry)) {
      return way;
    }
  }
  while (free == kWays) {
    const std::size_t way = set.hand;
    set.hand = static_cast<std::uint8_t>((way + 1) % kWays);
    if ((set.used & (1u << way)) == 0) free = way;
    set.used = static_cast<std::uint8_t>(set.used & ~(1u << way));
  }
  return free;
}

void TokenTable::clear(Set& set, std::size_t way) {
  set.used = static_cast<std::uint8_t>(set.used & ~(1u << way));
  if (!set.entries[way]) return;
  --size_;
  bytes_ -= set.entries[way]->bytes();
  set.entries[way].reset();
}

// The hand goes over all sets until the bytes fit again; `newest`, which fits alone, stays.
std::size_t TokenTable::make_room(const KnownToken& newest) {
  std::size_t driven_out = 0;
  while (bytes_ > limits_.bytes) {
    Set& set = sets_[sweep_];
    for (std::size_t way = 0; way < kWays && bytes_ > limits_.bytes; ++way) {
      const Entry& entry = set.entries[way];
      if (!entry || entry.get() == &newest) continue;
      const bool was_used = (set.used & (1u << way)) != 0;
      set.used = static_cast<std::uint8_t>(set.used & ~(1u << way));
      if (was_used) continue;
      clear(set, way);
      ++driven_out;
    }
    sweep_ = (sweep_ + 1) % sets_.size();
  }
  return driven_out;
}

}  // namespace jg::policies::jwt
