#include "policies/jwt/replay_memory.h"

namespace jg::policies::jwt {

ReplayMemory::Seen ReplayMemory::add(std::string_view proof, std::int64_t issued,
                                     std::int64_t now) const {
  const Hash128 hash = hash_(proof);
  const std::lock_guard lock(mutex_);
  if (issued < first_) return Seen::too_old;
  while (!by_second_.empty() && by_second_.begin()->first < now - window_) forget_oldest_locked();
  if (!by_second_[issued].insert(hash).second) return Seen::replayed;
  ++size_;
  while (size_ > most_) forget_oldest_locked();
  return Seen::fresh;
}

void ReplayMemory::forget_oldest_locked() const {
  const auto oldest = by_second_.begin();
  size_ -= oldest->second.size();
  first_ = oldest->first + 1;
  by_second_.erase(oldest);
}

std::size_t ReplayMemory::size() const {
  const std::lock_guard lock(mutex_);
  return size_;
}

}  // namespace jg::policies::jwt
