// base/random.h - randomness: unpredictable bytes for ids and salts, and a fast source for choices.
//
// Thread: random_bytes and random_u64 from any; FastRandom belongs to one loop.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace jg {

std::string random_bytes(std::size_t count);  // from the kernel's generator, by OpenSSL
std::uint64_t random_u64();

// xoshiro-like quality for load balancing and jitter; never for anything a peer must not guess.
class FastRandom {
 public:
  explicit FastRandom(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {  // splitmix64
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }
  std::uint64_t below(std::uint64_t bound) { return next() % bound; }

 private:
  std::uint64_t state_;
};

}  // namespace jg
