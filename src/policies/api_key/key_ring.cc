#include "policies/api_key/key_ring.h"

namespace jg::policies::api_key {

KeyRing::KeyRing(std::vector<KeyEntry> entries) : entries_(std::move(entries)) {
  for (const KeyEntry& entry : entries_) by_digest_[text_of(entry.digest)] = &entry;
}

const KeyEntry* KeyRing::find(std::string_view key) const {
  const Sha256 digest = sha256(key);
  const auto found = by_digest_.find(text_of(digest));
  return found == by_digest_.end() ? nullptr : found->second;
}

}  // namespace jg::policies::api_key
