// base/block_cache.h - memory for what comes and goes with each request, kept by each thread for the
// next block of that size: coroutine frames, an arena's block, the buffer of a head.
//
// Inline, as the size is mostly known where a block is taken, and a request takes some thirty.
//
// Thread: any. A block that another thread frees than the one that took it is kept by that other one.
// Limits: those of base/idle_blocks.h; what is beyond is the heap's.
#pragma once

#include <cstddef>
#include <new>
#include <utility>

#include "base/idle_blocks.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define JG_BLOCKS_FROM_HEAP 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define JG_BLOCKS_FROM_HEAP 1
#endif
#endif

namespace jg {

#ifdef JG_BLOCKS_FROM_HEAP
// A sanitizer can only see the use of a dead block when its memory is not given out again at once.
void* allocate_block(std::size_t size);
void free_block(void* block, std::size_t size);
#else
namespace detail {

// An allocator is the one mutable thing a thread shares with itself only: it has no behaviour that
// anybody could see.
extern constinit thread_local IdleBlocks idle_blocks;

void* allocate_new_block(std::size_t size);

}  // namespace detail

inline void* allocate_block(std::size_t size) {
  void* const block = detail::idle_blocks.take(size);
  return block != nullptr ? block : detail::allocate_new_block(size);
}

inline void free_block(void* block, std::size_t size) {
  if (!detail::idle_blocks.keep(block, size)) ::operator delete(block);
}
#endif

// Bytes of the thread's cache, not initialised.
class Block {
 public:
  Block() = default;
  explicit Block(std::size_t size) : data_(static_cast<char*>(allocate_block(size))), size_(size) {}
  Block(Block&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}
  Block& operator=(Block&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
  }
  ~Block() {
    if (data_ != nullptr) free_block(data_, size_);
  }

  char* data() { return data_; }
  std::size_t size() const { return size_; }

 private:
  char* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace jg
