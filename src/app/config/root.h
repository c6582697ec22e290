// app/config/root.h - the whole configuration file, as written.
//
// Owner:  decoded from a config::Document, which must live as long (policies keep nodes of it).
// Spec:   agentgateway's LocalConfig.
#pragma once

#include <optional>
#include <vector>

#include "app/config/frontend.h"
#include "app/config/llm_shape.h"
#include "app/config/mcp_shape.h"
#include "app/config/routing.h"
#include "app/config/static_config.h"

namespace jg::app {

struct RootConfig {
  StaticConfig settings;
  FrontendConfig frontend;
  Gateways gateways;
  std::vector<RouteConfig> routes;
  std::vector<BindConfig> binds;
  std::optional<LlmShape> llm;
  std::optional<McpShape> mcp;
};

config::Type<RootConfig> root_type(const PolicyPlaces& policies,
                                   const exchange::LoadContext& context);

}  // namespace jg::app
