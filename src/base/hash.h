// base/hash.h - the keyed hash behind every map that a peer's bytes can reach.
//
// Trust: the secret is drawn at start, so nobody outside can aim collisions; equality is still
//        compared in full.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace jg {

// Transparent: usable with string and string_view keys in boost::unordered_flat_map.
struct KeyedHash {
  using is_transparent = void;
  using is_avalanching = void;
  std::size_t operator()(std::string_view bytes) const;
};

struct Hash128 {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
  friend bool operator==(const Hash128&, const Hash128&) = default;
};

// For tables whose keys are long: each has a secret of its own, drawn when it is made.
class WideHash {
 public:
  WideHash();
  Hash128 operator()(std::string_view bytes) const;

 private:
  std::array<char, 192> secret_;
};

}  // namespace jg
