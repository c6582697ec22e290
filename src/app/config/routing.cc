#include "app/config/routing.h"

#include "app/config/match_type.h"

namespace jg::app {
namespace {

using config::Faults;
using config::Node;
using config::Object;

// Where it stands, for messages of later steps.
template <class T>
config::Type<T> placed(const config::Type<T>& type) {
  return type.template then<T>([](T value, const Node& node, Faults&) {
    value.place = node.place();
    return std::optional(std::move(value));
  });
}

config::Type<Protocol> protocol_type() {
  return config::filled_text().then<Protocol>(
      [](const std::string& text, const Node& node, Faults& faults) -> std::optional<Protocol> {
        if (text == "HTTP") return Protocol::http;
        if (text == "HTTPS") return Protocol::https;
        const bool known = text == "TCP" || text == "TLS" || text == "HBONE";
        faults.add(node, known ? "agentgateway knows " + text +
                                     " here; jotgate does not honour it yet (HTTP and HTTPS are)"
                               : "found " + node.shown() + "; expected HTTP or HTTPS");
        return std::nullopt;
      });
}

config::Type<RoutePolicies> route_policies_type(const PlacePolicies& policies) {
  return config::object(
      Object<RoutePolicies>("RoutePolicies", "What happens to requests of a route.")
          .dynamic(&RoutePolicies::values, policies.offered)
          .optional("backendTLS", &RoutePolicies::backend_tls, upstream::tls_config_type(),
                    "TLS to all backends of the route.")
          .not_yet(policies.not_yet));
}

config::Type<RouteBackendConfig> route_backend_type() {
  const auto host = backends::host::backend_type().then<RouteBackendConfig>(
      [](backends::host::BackendConfig backend, const Node&, Faults&) {
        return std::optional(RouteBackendConfig{std::move(backend), std::nullopt, {}});
      });
  const auto mcp = config::object(
      Object<RouteBackendConfig>("McpRouteBackend", "MCP servers that a route's requests go to.")
          .required("mcp", &RouteBackendConfig::mcp, config::object(mcp::mcp_object()),
                    "The servers.")
          .not_yet({"weight", "policies"}));
  return placed(config::by_key<RouteBackendConfig>("mcp", mcp, host));
}

void check_backends(const RouteConfig& route, const Node&, Faults& faults) {
  for (const RouteBackendConfig& backend : route.backends) {
    if (!backend.mcp) continue;
    if (route.backends.size() > 1)
      faults.add(backend.place,
                 "sessions cannot be shared out by weight: `mcp` is its route's only backend");
    if (route.policies.backend_tls)
      faults.add(route.policies.backend_tls->place,
                 "`backendTLS` of an `mcp` backend belongs into the target's own `policies`");
  }
}

Object<RouteConfig> route_object(std::string_view name, const PlacePolicies& policies) {
  return Object<RouteConfig>(name, "From requests to backends.")
      .optional("name", &RouteConfig::name, config::filled_text(),
                "Its name in logs; routeN by default.")
      .optional("namespace", &RouteConfig::route_namespace, config::filled_text(),
                "Its namespace in logs.")
      .optional("ruleName", &RouteConfig::rule, config::filled_text(),
                "The name of the rule in logs.")
      .optional("hostnames", &RouteConfig::hostnames, config::list_of(hostname_type()),
                "Hosts it serves; all by default.")
      .optional("matches", &RouteConfig::matches, config::list_of(match_type()),
                "What a request must have; one of these.")
      .optional("policies", &RouteConfig::policies, route_policies_type(policies),
                "What happens to its requests.")
      .optional("backends", &RouteConfig::backends, config::list_of(route_backend_type()),
                "Where they go, by weight.")
      .check(check_backends);
}

template <class T>
void check_protocol(const T& listener, const Node& node, Faults& faults) {
  if (listener.protocol == Protocol::http && listener.tls)
    faults.add(*node.find("tls"), "HTTP is spoken without TLS; leave `protocol` out, or say HTTPS");
  if (listener.protocol == Protocol::https && !listener.tls)
    faults.add(*node.find("protocol"), "HTTPS needs `tls`, with the files of a certificate");
}

// One socket cannot wait for both.
void check_mixture(const std::vector<ListenerConfig>& listeners, Faults& faults) {
  for (const ListenerConfig& listener : listeners) {
    if (listener.tls.has_value() != listeners.front().tls.has_value())
      faults.add(listener.place,
                 "listeners with and without TLS cannot share a port; put them on two ports");
  }
}

template <class T>
Object<T>& with_listener_keys(Object<T>& object) {
  return object.optional("name", &T::name, config::filled_text(), "Its name; listenerN by default.")
      .optional("hostname", &T::hostname, hostname_type(), "The host it serves; all by default.")
      .optional("protocol", &T::protocol, protocol_type(),
                "HTTP, or HTTPS, which is the default with `tls`.")
      .optional("tls", &T::tls, tls_type(), "Its certificate, and who may connect.")
      .check(check_protocol<T>);
}

struct WrappedPolicies {
  PolicyValues values;
};

config::Type<PolicyValues> wrapped_policies_type(const PlacePolicies& policies) {
  return config::object(
             Object<WrappedPolicies>("ListenerPolicies", "What happens before a route is chosen.")
                 .dynamic(&WrappedPolicies::values, policies.offered)
                 .not_yet(policies.not_yet))
      .then<PolicyValues>([](WrappedPolicies wrapped, const Node&, Faults&) {
        return std::optional(std::move(wrapped.values));
      });
}

void check_listeners(const GatewayConfig& gateway, const Node& node, Faults& faults) {
  if (gateway.listeners.empty()) return;
  check_mixture(gateway.listeners, faults);
  for (const Node child : node.children()) {
    if (child.key() == "port" || child.key() == "listeners") continue;
    faults.add(child.key_place(),
               "a gateway with listeners may hold only port beside them; put this into a listener");
  }
}

}  // namespace

config::Type<std::uint16_t> listen_port() { return config::integer<std::uint16_t>(0, 65535); }

config::Type<GatewayConfig> gateway_type(const PolicyPlaces& policies) {
  Object<ListenerConfig> listener("GatewayListener",
                                  "One of several listeners on a port, told apart by host.");
  with_listener_keys(listener)
      .dynamic(&ListenerConfig::policies, policies.gateway.offered)
      .not_yet(policies.gateway.not_yet);
  return placed(config::object(
      Object<GatewayConfig>("Gateway", "A port, and what happens before a route is chosen.")
          .required("port", &GatewayConfig::port, listen_port(),
                    "Where it listens; 0 lets the kernel choose.")
          .optional("protocol", &GatewayConfig::protocol, protocol_type(),
                    "HTTP, or HTTPS, which is the default with `tls`.")
          .optional("tls", &GatewayConfig::tls, tls_type(), "Its certificate, and who may connect.")
          .optional("listeners", &GatewayConfig::listeners,
                    config::list_of(placed(config::object(listener))),
                    "Several listeners, told apart by host.")
          .dynamic(&GatewayConfig::policies, policies.gateway.offered)
          .not_yet(policies.gateway.not_yet)
          .check(check_protocol<GatewayConfig>)
          .check(check_listeners)));
}

config::Type<RouteConfig> attached_route_type(const PolicyPlaces& policies) {
  return placed(config::object(
      route_object("AttachedRoute", policies.route)
          .optional(
              "gateways", &RouteConfig::gateways, config::one_or_many(config::filled_text()),
              "The gateways (or gateway/listener) it is attached to; `default` by default.")));
}

config::Type<BindConfig> bind_type(const PolicyPlaces& policies) {
  Object<ListenerConfig> listener("BindListener",
                                  "One of several listeners on a port, told apart by host.");
  with_listener_keys(listener)
      .optional("namespace", &ListenerConfig::listener_namespace, config::filled_text(),
                "Its namespace in logs.")
      .optional("routes", &ListenerConfig::routes,
                config::list_of(placed(config::object(route_object("Route", policies.route)))),
                "Its routes.")
      .optional("policies", &ListenerConfig::policies, wrapped_policies_type(policies.gateway),
                "What happens before a route is chosen.")
      .not_yet({"tcpRoutes"});
  return placed(config::object(
      Object<BindConfig>("Bind", "A port with its listeners (the older form of gateways).")
          .required("port", &BindConfig::port, listen_port(),
                    "Where it listens; 0 lets the kernel choose.")
          .required("listeners", &BindConfig::listeners,
                    config::list_of(placed(config::object(listener))), "Told apart by host.")
          .not_yet({"tunnelProtocol", "mode"})
          .check([](const BindConfig& bind, const Node&, Faults& faults) {
            check_mixture(bind.listeners, faults);
          })));
}

}  // namespace jg::app
