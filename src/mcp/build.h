// mcp/build.h - makes the backend out of its configuration.
//
// Errors: told to a Faults; null then.
#pragma once

#include <memory>

#include "exchange/backend.h"
#include "exchange/feature.h"
#include "mcp/config.h"
#include "upstream/clients.h"

namespace jg::mcp {

struct BuildInput {
  const upstream::Clients& clients;  // outlives the backend
  const exchange::LoadContext& context;
  config::Faults& faults;
  std::chrono::milliseconds session_idle_limit;
  upstream::ClientLimits client_limits;  // of calls from the hub
};

// `place` tells it from others that are written alike: its route's name.
std::shared_ptr<const exchange::Backend> make_backend(const McpConfig& config,
                                                      const std::string& place,
                                                      const BuildInput& input);

// "everything", "everything (npx)".
std::vector<std::string> target_names(const McpConfig& config);

// What is not checked of the targets' servers, for start-up's list.
std::vector<std::string> tls_remarks(const McpConfig& config);

}  // namespace jg::mcp
