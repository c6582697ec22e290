// exchange/backend.h - the contract of a backend: takes an exchange that was let through, gives its
// answer.
//
// Owner:  the snapshot; shared by all workers, const, per-worker state indexed by
//         exchange.worker.index.
// Errors: as policies; `upstream.*` codes for what the other side did.
// Thread: the exchange's loop.
#pragma once

#include "base/error.h"
#include "exchange/exchange.h"

namespace jg::exchange {

class Backend {
 public:
  virtual ~Backend() = default;

  // Fills exchange.response; its body is pulled after this returns, and dropped (response.owner
  // reset) when the client is gone, which must cancel the upstream's work.
  virtual Task<Result<void>> call(Exchange& exchange) const = 0;
  // Of an exchange that is explained: decides what it would before it asks anybody, and tells that to
  // exchange.worker.trace.
  virtual Task<Result<void>> explain(Exchange&) const { co_return Result<void>{}; }
};

}  // namespace jg::exchange
