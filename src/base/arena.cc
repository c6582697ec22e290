#include "base/arena.h"

#include <algorithm>

namespace jg {

void* Arena::allocate_slow(std::size_t bytes) {
  const std::size_t size = std::max(bytes, block_bytes_);
  blocks_.emplace_back(std::make_unique_for_overwrite<char[]>(size), size);
  current_ = blocks_.back().first.get();
  current_bytes_ = size;
  used_ = bytes;
  return current_;
}

void Arena::reset() {
  if (blocks_.size() > 1) blocks_.resize(1);
  if (!blocks_.empty() && blocks_.front().second > block_bytes_) blocks_.clear();
  current_ = blocks_.empty() ? nullptr : blocks_.front().first.get();
  current_bytes_ = blocks_.empty() ? 0 : blocks_.front().second;
  used_ = 0;
}

}  // namespace jg
