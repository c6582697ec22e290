#include "policies/jwt/trusted_keys.h"

namespace jg::policies::jwt {

TrustedKeys::TrustedKeys(std::shared_ptr<const jose::KeySet> keys, unsigned workers)
    : keys_(std::move(keys)) {
  for (unsigned i = 0; i < workers; ++i)
    by_worker_.push_back(std::make_unique<PerWorker>(PerWorker{make_verifier()}));
}

}  // namespace jg::policies::jwt
