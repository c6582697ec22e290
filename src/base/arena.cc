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
  if (blocks_.empty() || blocks_.front().size() > block_bytes_) return release();
  blocks_.erase(blocks_.begin() + 1, blocks_.end());
  current_ = blocks_.front().data();
  current_bytes_ = blocks_.front().size();
  used_ = 0;
}

void Arena::release() {
  blocks_.clear();
  current_ = nullptr;
  current_bytes_ = used_ = 0;
}

}  // namespace jg
