// app/config/mcp_shape.h - `mcp:`, with where its requests come in and what happens to them.
//
// Spec: agentgateway's LocalSimpleMcpConfig.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/config/routing.h"
#include "mcp/config.h"

namespace jg::app {

struct McpShape {
  static constexpr std::uint16_t kDefaultPort = 3000;

  std::vector<std::string> gateways;
  std::optional<std::uint16_t> port;
  PolicyValues policies;
  mcp::McpConfig mcp;
  config::Place place;
};

config::Type<McpShape> mcp_shape_type(const PlacePolicies& policies);

}  // namespace jg::app
