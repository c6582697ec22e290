// base/idle_blocks.h - memory that is free, by size.
//
// Owner:  base/block_cache.cc, one for each thread.
// Thread: one.
// Limits: kLargest bytes a block, kMostHeld in all.
#pragma once

#include <array>
#include <cstddef>
#include <new>
#include <utility>

namespace jg {

// What it holds when it ends is lost, so that a thread's can be reached without asking whether it
// was made: its owner opens it and closes it, and in between it holds something.
class IdleBlocks {
 public:
  static constexpr std::size_t kLargest = 8192;
  static constexpr std::size_t kMostHeld = 4 << 20;  // of some thousand requests under way

  // Memory from the heap must have this size, so that it fits all that take() may give it to.
  static constexpr std::size_t rounded(std::size_t size) { return (step_of(size) + 1) * kStep; }

  // Null when there is none.
  void* take(std::size_t size) {
    if (size > kLargest) return nullptr;
    Idle*& first = first_[step_of(size)];
    if (first == nullptr) return nullptr;
    held_ -= rounded(size);
    return std::exchange(first, first->next);
  }
  // False when there is no room for it.
  bool keep(void* block, std::size_t size) {
    if (size > kLargest || held_ + rounded(size) > most_held_) return false;
    held_ += rounded(size);
    Idle*& first = first_[step_of(size)];
    first = new (block) Idle{first};
    return true;
  }
  void open() { most_held_ = kMostHeld; }
  void close() {
    for (Idle*& first : first_) {
      while (first != nullptr) ::operator delete(std::exchange(first, first->next));
    }
    held_ = most_held_ = 0;
  }

 private:
  struct Idle {  // in the block's own memory
    Idle* next;
  };
  static constexpr std::size_t kStep = 64;
  static constexpr std::size_t step_of(std::size_t size) { return (size - 1) / kStep; }

  std::array<Idle*, kLargest / kStep> first_{};
  std::size_t held_ = 0;
  std::size_t most_held_ = 0;
};

}  // namespace jg
