// llm/router.h - the backend behind `llm:`: finds the model a request names and has its provider
// answer.
//
// Owner:  the snapshot; shared by all workers, immutable.
// Errors: llm.* (exchange/refusal lists them), http.body_too_large, and what the provider says.
// Limits: exchange.buffer_bytes of a body.
// Trust:  the body is hostile; a rule about models sees the very name that goes to the provider's
//         table.
#pragma once

#include <cstdint>

#include "exchange/backend.h"
#include "llm/model_table.h"

namespace jg::llm {

class ModelRouter final : public exchange::Backend {
 public:
  // `created` is what listed models say about their age, in seconds since 1970.
  ModelRouter(std::vector<Model> models, std::uint64_t created)
      : models_(std::move(models)), created_(created) {}

  Task<Result<void>> call(exchange::Exchange& exchange) const override;

 private:
  Result<void> list(exchange::Exchange& exchange, std::string_view model_id) const;
  Task<Result<void>> ask(exchange::Exchange& exchange, Operation operation) const;

  ModelTable models_;
  std::uint64_t created_;
};

}  // namespace jg::llm
