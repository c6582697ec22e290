// policies/jwt/token_memory.h - what each worker remembers of tokens, for all policies together.
//
// Owner:  the policies, across snapshots (exchange/kept_states.h).
// Thread: of() for the worker that asks, which alone uses what it gives.
// Limits: kKnown and kRejected, for each worker; kRejectedFor.
#pragma once

#include <chrono>
#include <memory>
#include <vector>

#include "policies/jwt/token_table.h"

namespace jg::policies::jwt {

class TokenMemory {
 public:
  static constexpr TableLimits kKnown{.entries = 8192, .bytes = 16 << 20};
  // Tokens with a bad signature: a flood of one of them costs no check each. A token whose key is
  // unknown is never among them, since keys may come.
  static constexpr TableLimits kRejected{.entries = 256, .bytes = 1 << 20};
  static constexpr std::chrono::seconds kRejectedFor{30};

  struct PerWorker {
    WideHash hash;
    TokenTable known{kKnown};
    TokenTable rejected{kRejected};
  };

  explicit TokenMemory(unsigned workers);

  unsigned workers() const { return static_cast<unsigned>(by_worker_.size()); }
  PerWorker& of(unsigned worker) const { return *by_worker_[worker]; }

 private:
  std::vector<std::unique_ptr<PerWorker>> by_worker_;
};

}  // namespace jg::policies::jwt
