// base/block_allocator.h - lets containers and objects take their memory from the thread's block cache.
//
// Thread: as base/block_cache.h.
#pragma once

#include <cstddef>

#include "base/block_cache.h"

namespace jg {

template <class T>
struct BlockAllocator {
  using value_type = T;

  BlockAllocator() = default;
  template <class Other>
  constexpr BlockAllocator(const BlockAllocator<Other>&) noexcept {}

  T* allocate(std::size_t count) { return static_cast<T*>(allocate_block(count * sizeof(T))); }
  void deallocate(T* at, std::size_t count) { free_block(at, count * sizeof(T)); }

  bool operator==(const BlockAllocator&) const = default;
};

// For a class whose objects come and go with each request.
class InBlocks {
 public:
  static void* operator new(std::size_t size) { return allocate_block(size); }
  static void operator delete(void* at, std::size_t size) { free_block(at, size); }

 protected:
  ~InBlocks() = default;
};

}  // namespace jg
