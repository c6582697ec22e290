// keys/absent_kids.h - ids that a fetch was made for in vain, so that one client with one bad token
// does not use up what is allowed for all.
//
// Owner:  one worker, for one key set. Thread: one.
// Limits: kMost ids, the oldest gives way; each for kFor.
// Trust:  ids are a client's; only a keyed hash of each is kept.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/clock.h"
#include "base/hash.h"

namespace jg::keys {

class AbsentKids {
 public:
  static constexpr std::size_t kMost = 64;
  static constexpr std::chrono::seconds kFor{60};

  // `checks` counts the fetches that succeeded: an id is absent once one has, since it was added.
  void add(std::string_view kid, std::uint64_t checks, SteadyTime now) {
    entries_[hand_] = {hash_(kid), checks, now + kFor};
    hand_ = (hand_ + 1) % kMost;
  }
  bool contains(std::string_view kid, std::uint64_t checks, SteadyTime now) const {
    const Hash128 hash = hash_(kid);
    for (const Entry& entry : entries_)
      if (entry.hash == hash && entry.checks < checks && now < entry.until) return true;
    return false;
  }

 private:
  struct Entry {
    Hash128 hash;
    std::uint64_t checks = 0;
    SteadyTime until = SteadyTime::min();
  };
  WideHash hash_;
  std::array<Entry, kMost> entries_;
  std::size_t hand_ = 0;
};

}  // namespace jg::keys
