#include "base/hash.h"

#include <xxhash.h>

#include "base/random.h"

namespace jg {
namespace {

// Process-wide and never changed once drawn: a salt, not state.
std::uint64_t seed() {
  static const std::uint64_t value = random_u64();
  return value;
}

}  // namespace

std::size_t KeyedHash::operator()(std::string_view bytes) const {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed());
}

}  // namespace jg
