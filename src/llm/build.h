// llm/build.h - makes the model router out of its configuration.
//
// Errors: told to a Faults; null then.
#pragma once

#include <memory>

#include "config/faults.h"
#include "exchange/backend.h"
#include "exchange/feature.h"
#include "llm/config.h"
#include "llm/router.h"
#include "upstream/clients.h"

namespace jg::llm {

// `clients` outlives the router. Reads the files that `apiKey` names.
std::shared_ptr<const exchange::Backend> make_router(const LlmConfig& config,
                                                     const upstream::Clients& clients,
                                                     const exchange::LoadContext& context,
                                                     config::Faults& faults);

// What is not checked of the providers' servers, for start-up's list.
std::vector<std::string> tls_remarks(const LlmConfig& config);

// Its models, in the order of the file.
std::vector<Model> make_models(const LlmConfig& config, const upstream::Clients& clients,
                               const exchange::LoadContext& context, config::Faults& faults);

}  // namespace jg::llm
