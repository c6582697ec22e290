#include "app/config/mcp_shape.h"

namespace jg::app {
namespace {

using config::Object;

struct McpPolicies {
  PolicyValues values;
};

config::Type<PolicyValues> mcp_policies_type(const PlacePolicies& policies) {
  return config::object(Object<McpPolicies>("McpPolicies", "What happens to MCP requests.")
                            .dynamic(&McpPolicies::values, policies.offered)
                            .not_yet(policies.not_yet)
                            .not_yet({"backendTLS"}))
      .then<PolicyValues>([](McpPolicies wrapped, const config::Node&, config::Faults&) {
        return std::optional(std::move(wrapped.values));
      });
}

}  // namespace

config::Type<McpShape> mcp_shape_type(const PlacePolicies& policies) {
  return config::object(
             Object<McpShape>("McpServers", "MCP servers behind one address.")
                 .optional("gateways", &McpShape::gateways,
                           config::one_or_many(config::filled_text()),
                           "The gateways (or gateway/listener) it is attached to.")
                 .optional("port", &McpShape::port, listen_port(),
                           "A port of its own, 3000 by default; 0 lets the kernel choose.")
                 .optional("policies", &McpShape::policies, mcp_policies_type(policies),
                           "What happens to its requests.")
                 .include(&McpShape::mcp, mcp::mcp_object())
                 .at_most_one_of({"gateways", "port"}))
      .then<McpShape>([](McpShape shape, const config::Node& node, config::Faults&) {
        shape.place = node.place();
        return std::optional(std::move(shape));
      });
}

}  // namespace jg::app
