#include "app/config/root.h"

namespace jg::app {

config::Type<RootConfig> root_type(const PolicyPlaces& policies,
                                   const exchange::LoadContext& context) {
  return config::object(
      config::Object<RootConfig>("Config", "The configuration of jotgate, which is agentgateway's.")
          .optional("config", &RootConfig::settings, static_config_type(),
                    "What is read once, at start.")
          .optional("frontendPolicies", &RootConfig::frontend, frontend_type(context),
                    "What holds for every connection from a client.")
          .optional("gateways", &RootConfig::gateways, config::map_of(gateway_type(policies)),
                    "Ports by name; `default` is where routes go.")
          .optional("routes", &RootConfig::routes, config::list_of(attached_route_type(policies)),
                    "From requests to backends.")
          .optional("binds", &RootConfig::binds, config::list_of(bind_type(policies)),
                    "Ports with listeners and routes, the older form.")
          .optional("llm", &RootConfig::llm, llm_shape_type(policies.llm, context),
                    "Language models behind one address.")
          .optional("mcp", &RootConfig::mcp, mcp_shape_type(policies.route),
                    "MCP servers behind one address.")
          .not_yet(
              {"policies", "workloads", "services", "backends", "routeGroups", "tcpRoutes", "ui"}));
}

}  // namespace jg::app
