// policies/jwt/revocations.h - the revoked tokens of one issuer as they are now: fixed at load, or as
// the last fetch left them.
//
// Owner:  the provider. Thread: any; each worker holds the fetched list that it saw last, and looks
//         at a number to know whether there is another.
// Errors: jwt.revoked; jwt.revocation_unavailable while there is no list that may be used, unless
//         such tokens are to be accepted.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "exchange/exchange.h"
#include "jose/revocation_list.h"
#include "keys/remote_document.h"

namespace jg::policies::jwt {

enum class WithoutList : std::uint8_t { refuse, accept };

class Revocations {
 public:
  using List = std::shared_ptr<const jose::RevocationList>;

  explicit Revocations(List fixed) : fixed_(std::move(fixed)) {}
  Revocations(std::shared_ptr<const keys::RemoteDocument> remote, WithoutList without,
              unsigned workers);

  // Entries stay in force until the token of the same end is out of its leeway too.
  Result<void> check(const jose::TokenFacts& token, std::chrono::seconds leeway,
                     const exchange::Worker& worker) const;

  WithoutList without() const { return without_; }
  // Null for a list that is fixed.
  const keys::RemoteDocument* remote() const { return remote_.get(); }
  const jose::RevocationList& fixed() const { return *fixed_; }

 private:
  struct Seen {
    std::uint64_t version = 0;
    List list;
  };
  const List& of(unsigned worker) const;
  // Null: there is none.
  Result<void> check_with(const jose::RevocationList* list, const jose::TokenFacts& token,
                          SystemTime now) const;

  List fixed_;
  std::shared_ptr<const keys::RemoteDocument> remote_;
  WithoutList without_ = WithoutList::refuse;
  mutable std::vector<Seen> by_worker_;
};

}  // namespace jg::policies::jwt
