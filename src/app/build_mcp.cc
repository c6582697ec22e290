// What a snapshot has of `mcp:` and of `mcp` backends.
#include "app/client_limits.h"
#include "app/snapshot_builder.h"
#include "mcp/build.h"

namespace jg::app {
namespace {

// Of a gateway that serves other things too.
const std::vector<std::string> kAttachedPrefixes = {"/mcp", "/sse", "/.well-known"};

}  // namespace

void SnapshotBuilder::add_mcp() {
  if (!input_.root.mcp) return;
  const McpShape& shape = *input_.root.mcp;
  if (!shape.gateways.empty() || (!shape.port && listeners_.contains("default")))
    return attach_mcp(shape.gateways.empty() ? std::vector<std::string>{"default"}
                                             : shape.gateways);
  proxy::Port& port = add_port(shape.port.value_or(McpShape::kDefaultPort), "mcp", shape.place);
  proxy::Listener& listener = add_listener(port, "default/mcp", "mcp");
  listener.router.add(make_mcp_route({"/"}, place_of(port, listener)));
}

void SnapshotBuilder::attach_mcp(const std::vector<std::string>& gateways) {
  for (const std::string& reference : gateways) {
    const auto [first, last] = listeners_.equal_range(reference);
    if (first == last)
      faults_.add(input_.root.mcp->place,
                  "there is no gateway or gateway/listener called " + reference);
    for (auto it = first; it != last; ++it) {
      proxy::Listener& listener = listener_at(it->second);
      listener.router.add(make_mcp_route(kAttachedPrefixes,
                                         place_of(*snapshot_->ports[it->second.port], listener)));
    }
  }
}

std::unique_ptr<proxy::Route> SnapshotBuilder::make_mcp_route(std::vector<std::string> prefixes,
                                                              const std::string& place) {
  auto route = std::make_unique<proxy::Route>();
  route->info.name = "internal/mcp";
  for (std::string& prefix : prefixes)
    route->matches.emplace_back().path = {proxy::PathKind::prefix, std::move(prefix), {}};
  route->chain = make_chain({&input_.root.mcp->policies});
  add_own_paths(*route);
  set_mcp_backend(*route, input_.root.mcp->mcp, place + " " + route->info.name);
  return route;
}

// Nothing but an MCP backend asks these rules.
void SnapshotBuilder::warn_of_idle_rules(const RouteConfig& config) {
  if (!config.backends.empty() && config.backends.front().mcp) return;
  for (const config::DynamicValue& value : config.policies.values)
    if (value.name == "mcpAuthorization")
      faults_.warn(value.node, "guards nothing here: the route has no `mcp` backend");
}

void SnapshotBuilder::set_mcp_backend(proxy::Route& route, const mcp::McpConfig& config,
                                      const std::string& place) {
  route.backend = mcp::make_backend(
      config, place,
      {input_.clients, input_.context, faults_, input_.root.settings.mcp.session_idle_limit,
       client_limits(input_.root.settings)});
  route.backend_names = mcp::target_names(config);
  for (const std::string& remark : mcp::tls_remarks(config))
    route.remarks.push_back({exchange::Policy::Remark::Kind::warns, remark});
}

}  // namespace jg::app
