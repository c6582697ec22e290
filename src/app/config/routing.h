// app/config/routing.h - gateways, routes and binds, as written.
//
// Spec: agentgateway's LocalGateway, LocalAttachedRoute and LocalBind.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/config/policy_keys.h"
#include "app/config/tls.h"
#include "backends/host/config.h"
#include "config/schema.h"
#include "mcp/config.h"
#include "proxy/match.h"

namespace jg::app {

enum class Protocol : std::uint8_t { http, https };

struct RoutePolicies {
  PolicyValues values;
  std::optional<upstream::TlsConfig> backend_tls;
};

// One of the two.
struct RouteBackendConfig {
  std::optional<backends::host::BackendConfig> host;
  std::optional<mcp::McpConfig> mcp;
  config::Place place;
};

struct RouteConfig {
  std::vector<std::string>
      gateways;  // "gateway" or "gateway/listener"; only where routes are attached
  std::optional<std::string> name;
  std::string route_namespace = "default";
  std::string rule;
  std::vector<std::string> hostnames;
  std::vector<proxy::RouteMatch> matches;
  RoutePolicies policies;
  std::vector<RouteBackendConfig> backends;
  config::Place place;
};

struct ListenerConfig {
  std::optional<std::string> name;
  std::optional<std::string> listener_namespace;
  std::string hostname;
  std::optional<Protocol> protocol;
  std::optional<TlsConfig> tls;
  PolicyValues policies;
  std::vector<RouteConfig> routes;  // binds only
  config::Place place;
};

struct GatewayConfig {
  std::uint16_t port = 0;
  std::optional<Protocol> protocol;
  std::optional<TlsConfig> tls;
  PolicyValues policies;
  std::vector<ListenerConfig> listeners;
  config::Place place;
};

struct BindConfig {
  std::uint16_t port = 0;
  std::vector<ListenerConfig> listeners;
  config::Place place;
};

using Gateways = std::vector<std::pair<std::string, GatewayConfig>>;

config::Type<std::uint16_t> listen_port();
config::Type<GatewayConfig> gateway_type(const PolicyPlaces& policies);
config::Type<RouteConfig> attached_route_type(const PolicyPlaces& policies);
config::Type<BindConfig> bind_type(const PolicyPlaces& policies);

}  // namespace jg::app
