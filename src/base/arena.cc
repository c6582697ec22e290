#include "base/arena.h"

#include <algorithm>

namespace jg {

void* Arena::allocate_slow(std::size_t bytes) {
  current_bytes_ = std::max(bytes, block_bytes_);
  current_ = blocks_.emplace_back(current_bytes_).data();
  used_ = bytes;
  return current_;
}

void Arena::reset() {
  blocks_.clear();
  current_ = nullptr;
  current_bytes_ = used_ = 0;
}

}  // namespace jg
