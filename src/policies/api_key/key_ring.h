// policies/api_key/key_ring.h - the API keys accepted, by digest, and what is said of them.
//
// Owner:  the policy.
// Thread: immutable.
// Trust:  no key is kept. A caller's text is compared by its SHA-256, so neither time nor place of
//         a difference tells anything of a key.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "base/digest.h"
#include "base/hash.h"
#include "json/value.h"

namespace jg::policies::api_key {

struct KeyEntry {
  Sha256 digest;
  std::optional<json::Document> metadata;
  std::optional<std::vector<std::string>> allowed_models;
};

class KeyRing {
 public:
  // Of two entries for one key the last counts.
  explicit KeyRing(std::vector<KeyEntry> entries);
  KeyRing(const KeyRing&) = delete;  // by_digest_ looks into entries_
  KeyRing& operator=(const KeyRing&) = delete;

  const KeyEntry* find(std::string_view key) const;
  std::size_t size() const { return by_digest_.size(); }

 private:
  std::vector<KeyEntry> entries_;
  boost::unordered_flat_map<std::string_view, const KeyEntry*, KeyedHash, std::equal_to<>>
      by_digest_;
};

}  // namespace jg::policies::api_key
