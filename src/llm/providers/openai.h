// llm/providers/openai.h - OpenAI, and every server that speaks its form: the request goes on as it
// is, the answer comes back as it is.
//
// Owner:  the models that name it; immutable.
// Errors: upstream.*.
// Trust:  the provider's key is written into the request upstream only, never into the exchange's
//         own.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/secret.h"
#include "llm/provider.h"
#include "llm/providers/base_url.h"
#include "upstream/clients.h"

namespace jg::llm {

struct OpenAiOperation {
  Operation operation;
  std::string path;  // empty: the client's own
};

struct OpenAiSettings {
  std::string name;
  BaseUrl base;
  std::vector<OpenAiOperation> operations;
  std::optional<Secret> authorization;  // the whole field value; absent: the client's own goes on
};

// The head that goes upstream. Views into `settings`, `exchange` and its arena.
http::RequestHead make_upstream_head(const OpenAiSettings& settings, const ProviderCall& call,
                                     exchange::Exchange& exchange);

class OpenAiProvider final : public Provider {
 public:
  OpenAiProvider(OpenAiSettings settings, const upstream::Clients& clients)
      : settings_(std::move(settings)), clients_(clients) {}

  std::string_view name() const override { return settings_.name; }
  bool serves(Operation operation) const override;
  Task<Result<void>> call(exchange::Exchange& exchange, const ProviderCall& call) const override;

 private:
  OpenAiSettings settings_;
  const upstream::Clients& clients_;
};

}  // namespace jg::llm
