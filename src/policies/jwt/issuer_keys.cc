#include "policies/jwt/issuer_keys.h"

namespace jg::policies::jwt {

IssuerKeys::IssuerKeys(std::shared_ptr<const keys::RemoteDocument> remote, unsigned workers)
    : remote_(std::move(remote)), by_worker_(workers) {}

IssuerKeys::Seen IssuerKeys::take_newest() const {
  const std::lock_guard lock(mutex_);
  const auto published = remote_->published();
  if (published.version == newest_.version) return newest_;
  newest_ = {published.version, nullptr};
  if (const auto& set = published.content.keys)
    newest_.keys =
        std::make_shared<const TrustedKeys>(set, static_cast<unsigned>(by_worker_.size()));
  return newest_;
}

}  // namespace jg::policies::jwt
