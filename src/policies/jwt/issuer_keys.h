// policies/jwt/issuer_keys.h - the keys of one issuer as they are now: fixed at load, or as the last
// fetch left them.
//
// Owner:  every policy that trusts this issuer with these keys, in this snapshot and the next
//         (exchange/kept_states.h).
// Thread: of() for the worker that asks, which alone uses what it gives; all else any. Of fetched
//         keys each worker holds the set that it saw last, and looks at a number to know whether
//         there is another.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "keys/remote_document.h"
#include "policies/jwt/trusted_keys.h"

namespace jg::policies::jwt {

class IssuerKeys {
 public:
  using Trusted = std::shared_ptr<const TrustedKeys>;

  explicit IssuerKeys(Trusted fixed) : newest_{0, std::move(fixed)} {}
  IssuerKeys(std::shared_ptr<const keys::RemoteDocument> remote, unsigned workers);

  // Null while there are none that may be used. Good until the worker asks again.
  const Trusted& of(unsigned worker) const {
    if (!remote_) return newest_.keys;
    Seen& seen = by_worker_[worker];
    if (seen.version != remote_->version()) seen = take_newest();
    return seen.keys;
  }

  // The same for any thread.
  Trusted newest() const { return remote_ ? take_newest().keys : newest_.keys; }

  // Null for keys that are fixed.
  const keys::RemoteDocument* remote() const { return remote_.get(); }
  // Of keys that are fixed.
  const jose::KeySet& set() const { return newest_.keys->set(); }

 private:
  struct Seen {
    std::uint64_t version = 0;
    Trusted keys;
  };
  Seen take_newest() const;

  std::shared_ptr<const keys::RemoteDocument> remote_;
  mutable std::vector<Seen> by_worker_;
  mutable std::mutex mutex_;
  mutable Seen newest_;  // made by the worker that comes first
};

}  // namespace jg::policies::jwt
