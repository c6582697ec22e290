// llm/providers/echo.h - a provider of our own that answers by repeating, so that everything can be
// tried with no account.
//
// Limits: an answer is at most a small multiple of its request.
// Spec:   answers are deterministic but for their time stamp; tools and sampling parameters are
//         taken and ignored.
#pragma once

#include "llm/provider.h"

namespace jg::llm {

class EchoProvider final : public Provider {
 public:
  std::string_view name() const override { return "echo"; }
  bool serves(Operation operation) const override;
  Task<Result<void>> call(exchange::Exchange& exchange, const ProviderCall& call) const override;
};

}  // namespace jg::llm
