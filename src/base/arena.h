// base/arena.h - bump memory for one exchange: many small pieces, freed together.
//
// Owner:  the connection. Blocks come from base/block_cache.h; reset() keeps the first for who goes on
//         at once, release() gives all back for who may wait: steady state allocates nothing.
// Thread: one loop.
// Limits: none of its own; callers bound what they put in.
#pragma once

#include <cstddef>
#include <cstring>
#include <new>
#include <string_view>
#include <utility>
#include <vector>

#include "base/block_allocator.h"

namespace jg {

class Arena {
 public:
  explicit Arena(std::size_t block_bytes = 2048) : block_bytes_(block_bytes) {}
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  void* allocate(std::size_t bytes, std::size_t align = alignof(std::max_align_t)) {
    const std::size_t at = (used_ + align - 1) & ~(align - 1);
    if (current_ == nullptr || at + bytes > current_bytes_) return allocate_slow(bytes);
    used_ = at + bytes;
    return current_ + at;
  }

  // The copy lives until reset().
  std::string_view copy(std::string_view text) {
    if (text.empty()) return {};
    char* to = static_cast<char*>(allocate(text.size(), 1));
    std::memcpy(to, text.data(), text.size());
    return {to, text.size()};
  }

  // Only for types that need no destructor: nothing is destroyed at reset().
  template <class T, class... Args>
  T* make(Args&&... args) {
    static_assert(std::is_trivially_destructible_v<T>);
    return new (allocate(sizeof(T), alignof(T))) T(std::forward<Args>(args)...);
  }

  void reset();
  void release();  // resets and holds nothing

 private:
  void* allocate_slow(std::size_t bytes);

  std::size_t block_bytes_;
  std::vector<Block, BlockAllocator<Block>> blocks_;
  char* current_ = nullptr;
  std::size_t current_bytes_ = 0;
  std::size_t used_ = 0;
};

}  // namespace jg
