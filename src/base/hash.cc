#include "base/hash.h"

#include <xxhash.h>

#include <algorithm>
#include <string>

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

WideHash::WideHash() {
  static_assert(sizeof secret_ >= XXH3_SECRET_SIZE_MIN);
  const std::string drawn = random_bytes(secret_.size());
  std::ranges::copy(drawn, secret_.begin());
}

Hash128 WideHash::operator()(std::string_view bytes) const {
  const XXH128_hash_t hash =
      XXH3_128bits_withSecret(bytes.data(), bytes.size(), secret_.data(), secret_.size());
  return {hash.low64, hash.high64};
}

}  // namespace jg
