#include "policies/jwt/replay_memory.h"

namespace jg::policies::jwt {

ReplayMemory::Seen ReplayMemory::add(const Proof& proof, std::int64_t now) const {
  const Hash128 key = hash_(proof.key);
  const Hash128 hash = hash_(std::string(proof.key) + std::string(proof.id));
  const std::lock_guard lock(mutex_);
  if (proof.issued < first_) return Seen::too_old;
  while (!by_second_.empty() && by_second_.begin()->first < now - window_) forget_oldest_locked();
  Proofs& of_second = by_second_[proof.issued];
  if (of_second.contains(hash)) return Seen::replayed;
  std::size_t& of_key = by_key_[key];
  if (of_key >= most_of_key_) return Seen::too_many;
  of_second.emplace(hash, key);
  ++of_key;
  ++size_;
  while (size_ > most_) forget_oldest_locked();
  return Seen::fresh;
}

void ReplayMemory::forget_oldest_locked() const {
  const auto oldest = by_second_.begin();
  size_ -= oldest->second.size();
  for (const auto& [proof, key] : oldest->second) {
    const auto found = by_key_.find(key);
    if (--found->second == 0) by_key_.erase(found);
  }
  first_ = oldest->first + 1;
  by_second_.erase(oldest);
}

std::size_t ReplayMemory::size() const {
  const std::lock_guard lock(mutex_);
  return size_;
}

}  // namespace jg::policies::jwt
