#include "policies/jwt/revocations.h"

namespace jg::policies::jwt {

Revocations::Revocations(std::shared_ptr<const keys::RemoteDocument> remote, WithoutList without,
                         unsigned workers)
    : remote_(std::move(remote)), without_(without), by_worker_(workers) {}

const Revocations::List& Revocations::of(unsigned worker) const {
  if (!remote_) return fixed_;
  Seen& seen = by_worker_[worker];
  if (seen.version != remote_->version()) {
    auto published = remote_->published();
    seen = {published.version, std::move(published.content.revocations)};
  }
  return seen.list;
}

Result<void> Revocations::check(const jose::TokenFacts& token, std::chrono::seconds leeway,
                                const exchange::Worker& worker) const {
  const SystemTime now = worker.clock.now() - leeway;
  // Who explains is no worker.
  if (worker.trace != nullptr && remote_)
    return check_with(remote_->published().content.revocations.get(), token, now);
  return check_with(of(worker.index).get(), token, now);
}

Result<void> Revocations::check_with(const jose::RevocationList* list,
                                     const jose::TokenFacts& token, SystemTime now) const {
  if (list == nullptr && without_ == WithoutList::accept) return {};
  if (list == nullptr)
    return fail(Blame::gateway, "jwt.revocation_unavailable",
                "the list of revoked tokens is not available");
  const auto found = list->find(token, now);
  if (!found) return {};
  return fail(Blame::client, "jwt.revoked", "revoked by its " + std::string(*found));
}

}  // namespace jg::policies::jwt
