// jose/verify.h - the one door from UntrustedToken to VerifiedToken.
//
// Owner:  one worker; a new key set gets a new Verifier.
// Thread: one. A VerifiedToken is immutable and any thread may read it.
// Errors: jwt.unknown_key, jwt.algorithm, jwt.signature.
// Limits: at most VerifyRules::candidates keys are tried for one token.
// Spec:   RFC 7515 section 5.2 and appendix D; RFC 8725 section 3.1.
// Trust:  the key says which algorithm is right, the operator may narrow it; the token is compared.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "jose/algorithm.h"
#include "jose/key_set.h"
#include "jose/signature.h"
#include "jose/token.h"
#include "jose/token_facts.h"
#include "json/value.h"

namespace jg::jose {

// Signed by a key of the set. Whether its claims fit a policy at this moment is for claims.h.
class VerifiedToken {
 public:
  Algorithm algorithm() const { return algorithm_; }
  // Of the key that made the signature, also when the token names none.
  const std::optional<std::string>& kid() const { return kid_; }
  const std::optional<std::string>& typ() const { return typ_; }

  // An object; null when the token was parsed as Payload::any_bytes.
  json::Value claims() const { return claims_ ? claims_->root() : json::Value(); }
  // They look into document().
  TokenFacts facts() const;
  // For who keeps the claims longer than the token.
  const std::shared_ptr<const json::Document>& document() const { return claims_; }

 private:
  friend class Verifier;
  VerifiedToken() = default;

  Algorithm algorithm_{};
  std::optional<std::string> kid_;
  std::optional<std::string> typ_;
  std::shared_ptr<const json::Document> claims_;
};

struct VerifyRules {
  std::optional<AlgorithmSet> algorithms = std::nullopt;  // absent: whatever the key may verify
  std::size_t candidates = 8;
};

// What came of one key, for who explains.
struct TriedKey {
  enum class Outcome : std::uint8_t { other_algorithm, other_signature, good };
  std::size_t key;  // its index in the set
  Outcome outcome;
};
using Trail = std::vector<TriedKey>;

class Verifier {
 public:
  explicit Verifier(std::shared_ptr<const KeySet> keys, const VerifyRules& rules = {});

  // Each key that came into question is put behind `trail`, where there is one.
  Result<VerifiedToken> verify(const UntrustedToken& token, Trail* trail = nullptr);
  const std::shared_ptr<const KeySet>& keys() const { return keys_; }

 private:
  class Search;
  Result<SignatureCheck*> find_check(std::size_t key, Algorithm algorithm);
  void try_all(const UntrustedToken& token, Search& search);
  void try_key(std::size_t key, const UntrustedToken& token, Search& search);
  Error explain(const Search& search, const UntrustedToken& token) const;

  std::shared_ptr<const KeySet> keys_;
  VerifyRules rules_;
  std::vector<std::vector<SignatureCheck>> checks_;  // by key; one for each algorithm met so far
};

}  // namespace jg::jose
