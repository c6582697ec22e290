// jose/key_set.h - the verifying keys of one issuer: immutable, shared, found by id.
//
// Owner:  whoever fetched it publishes shared_ptr<const KeySet>; readers keep theirs while in use.
// Thread: immutable after parse(); any thread may read.
// Errors: jwks.malformed, jwks.too_large, jwks.too_many_keys refuse the whole; jwks.key_* lose
//         one key each.
// Limits: KeySetRules: 256 KiB of JSON, 256 keys, depth 16.
// Spec:   RFC 7517 section 5.
// Trust:  the text may come from the network; private members in it are not looked at.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "jose/jwk.h"

namespace jg::jose {

struct KeySetRules {
  std::size_t bytes = 256 * 1024;
  std::size_t keys = 256;
  SymmetricKeys symmetric = SymmetricKeys::refuse;
};

// A key of the document that cannot be used, and why.
struct LostKey {
  std::size_t index;  // in "keys"
  std::optional<std::string> kid;
  const char* code;  // jwks.key_*
  std::string reason;
};

class KeySet {
 public:
  KeySet() = default;  // no keys: every token is signed by an unknown one
  static Result<std::shared_ptr<const KeySet>> parse(std::string_view text,
                                                     const KeySetRules& rules = {});

  std::span<const Jwk> keys() const { return keys_; }
  std::span<const LostKey> lost() const { return lost_; }
  // Indexes into keys() of all with this id, in the document's order; an id may be used twice.
  std::span<const std::uint32_t> find_kid(std::string_view kid) const;
  // Whether a token is judged alike by both, whatever order or wording they were published in.
  bool has_same_keys(const KeySet& other) const;

 private:
  void index_by_kid();
  std::string_view kid_at(std::uint32_t key) const;

  std::vector<Jwk> keys_;
  std::vector<LostKey> lost_;
  std::vector<std::uint32_t> by_kid_;  // keys that have an id, sorted by it
};

}  // namespace jg::jose
