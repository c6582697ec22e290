// base/hash.h - the keyed hash behind every map that a peer's bytes can reach.
//
// Trust: the secret is drawn at start, so nobody outside can aim collisions; equality is still
//        compared in full.
#pragma once

#include <cstddef>
#include <string_view>

namespace jg {

// Transparent: usable with string and string_view keys in boost::unordered_flat_map.
struct KeyedHash {
  using is_transparent = void;
  using is_avalanching = void;
  std::size_t operator()(std::string_view bytes) const;
};

}  // namespace jg
