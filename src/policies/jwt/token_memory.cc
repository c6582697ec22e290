#include "policies/jwt/token_memory.h"

namespace jg::policies::jwt {

TokenMemory::TokenMemory(unsigned workers) {
  for (unsigned i = 0; i < workers; ++i) by_worker_.push_back(std::make_unique<PerWorker>());
}

}  // namespace jg::policies::jwt
