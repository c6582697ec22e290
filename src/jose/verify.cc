#include "jose/verify.h"

#include <algorithm>

#include "jose/codes.h"

namespace jg::jose {

// What trying the candidates has come to so far.
class Verifier::Search {
 public:
  Search(std::size_t left, Trail* trail) : left_(left), trail_(trail) {}

  bool is_over() const { return good_ || left_ == 0; }
  bool is_good() const { return good_.has_value(); }
  std::size_t good_key() const { return *good_; }
  void pass_over(std::size_t key) {
    wrong_algorithm_ = true;
    tell(key, TriedKey::Outcome::other_algorithm);
  }
  void note(std::size_t key, bool good) {
    if (good) good_ = key;
    --left_;
    tried_ = true;
    tell(key, good ? TriedKey::Outcome::good : TriedKey::Outcome::other_signature);
  }

  bool has_tried() const { return tried_; }
  bool has_passed_over() const { return wrong_algorithm_; }

 private:
  void tell(std::size_t key, TriedKey::Outcome outcome) {
    if (trail_ != nullptr) trail_->push_back({key, outcome});
  }

  std::size_t left_;
  Trail* const trail_;
  std::optional<std::size_t> good_;
  bool tried_ = false;
  bool wrong_algorithm_ = false;
};

TokenFacts VerifiedToken::facts() const {
  TokenHeader header{.algorithm = algorithm_, .kid = kid_};
  if (typ_) header.type = plain_type(*typ_);
  return {std::move(header), claims()};
}

Verifier::Verifier(std::shared_ptr<const KeySet> keys, const VerifyRules& rules)
    : keys_(std::move(keys)), rules_(rules), checks_(keys_->keys().size()) {}

Result<VerifiedToken> Verifier::verify(const UntrustedToken& token, Trail* trail) {
  if (rules_.algorithms && !rules_.algorithms->contains(token.algorithm()))
    return fail(Blame::client, codes::kAlgorithm,
                std::string(name(token.algorithm())) + " is not allowed, only " +
                    rules_.algorithms->names());
  Search search(rules_.candidates, trail);
  if (token.kid()) {
    for (const std::uint32_t key : keys_->find_kid(*token.kid())) try_key(key, token, search);
  } else {
    try_all(token, search);
  }
  if (!search.is_good()) return std::unexpected(explain(search, token));

  VerifiedToken out;
  out.algorithm_ = token.algorithm();
  out.kid_ = keys_->keys()[search.good_key()].kid();
  out.typ_ = token.typ();
  out.claims_ = token.claims_;
  return out;
}

// Those first whose certificate the token names.
void Verifier::try_all(const UntrustedToken& token, Search& search) {
  const std::span<const Jwk> keys = keys_->keys();
  const auto is_named = [&](std::size_t key) {
    return keys[key].has_certificate_digest(token.certificate_digest());
  };
  for (std::size_t key = 0; key < keys.size(); ++key)
    if (is_named(key)) try_key(key, token, search);
  for (std::size_t key = 0; key < keys.size(); ++key)
    if (!is_named(key)) try_key(key, token, search);
}

Error Verifier::explain(const Search& search, const UntrustedToken& token) const {
  if (search.has_tried())
    return {Blame::client, codes::kSignature, "no candidate key made this signature"};
  if (search.has_passed_over())
    return {Blame::client, codes::kAlgorithm,
            "the key may not verify " + std::string(name(token.algorithm()))};
  if (!token.kid()) return {Blame::client, codes::kUnknownKey, "there are no keys"};
  const std::string kid = quote_safely(*token.kid());
  for (const LostKey& lost : keys_->lost())
    if (lost.kid == token.kid())
      return {Blame::client, codes::kUnknownKey,
              "the key with the id " + kid + " cannot be used: " + lost.reason};
  return {Blame::client, codes::kUnknownKey, "no key has the id " + kid};
}

void Verifier::try_key(std::size_t key, const UntrustedToken& token, Search& search) {
  if (search.is_over()) return;
  if (!keys_->keys()[key].algorithms().contains(token.algorithm())) return search.pass_over(key);
  const auto check = find_check(key, token.algorithm());
  search.note(key, check && (*check)->verify(token.signed_bytes_, token.signature_).has_value());
}

Result<SignatureCheck*> Verifier::find_check(std::size_t key, Algorithm algorithm) {
  std::vector<SignatureCheck>& known = checks_[key];
  const auto found = std::ranges::find(known, algorithm, &SignatureCheck::algorithm);
  if (found != known.end()) return &*found;
  auto made = SignatureCheck::make(keys_->keys()[key], algorithm);
  if (!made) return std::unexpected(made.error());
  return &known.emplace_back(std::move(*made));
}

}  // namespace jg::jose
