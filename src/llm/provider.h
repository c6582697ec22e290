// llm/provider.h - the contract of a provider: answers one model request, by itself or by asking
// somebody.
//
// Owner:  the model that names it; shared by all workers, const, per-worker state indexed by
//         exchange.worker.index.
// Thread: the exchange's loop.
// Errors: `llm.*` codes for the client's part, `upstream.*` for the other side's.
#pragma once

#include <string_view>

#include "base/error.h"
#include "exchange/exchange.h"
#include "llm/operation.h"

namespace jg::llm {

// Views live as long as the exchange's request and its buffered body.
struct ProviderCall {
  Operation operation;
  std::string_view body;   // as it is to be sent
  std::string_view model;  // as the body names it
  bool stream = false;
};

class Provider {
 public:
  virtual ~Provider() = default;

  virtual std::string_view name() const = 0;  // in logs and as a listed model's owner: "openai"
  virtual bool serves(Operation operation) const = 0;

  // Fills exchange.response. What the provider says about tokens is read from that answer
  // afterwards.
  virtual Task<Result<void>> call(exchange::Exchange& exchange, const ProviderCall& call) const = 0;
};

}  // namespace jg::llm
