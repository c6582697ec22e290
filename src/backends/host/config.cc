#include "backends/host/config.h"

#include "http/uri.h"

namespace jg::backends::host {
namespace {

config::Type<HostPort> host_port_type() {
  return config::filled_text().then<HostPort>(
      [](const std::string& text, const config::Node& node,
         config::Faults& faults) -> std::optional<HostPort> {
        auto authority = http::parse_authority(text);
        if (!authority || authority->host.empty() || !authority->port || *authority->port == 0) {
          faults.add(node,
                     "found " + node.shown() + "; expected host:port, for example localhost:8080");
          return std::nullopt;
        }
        return HostPort{std::string(authority->host), *authority->port};
      });
}

config::Type<BackendPolicies> backend_policies_type() {
  using config::Object;
  return config::object(
      Object<BackendPolicies>("BackendPolicies", "How this backend is called.")
          .optional("backendTLS", &BackendPolicies::tls, upstream::tls_config_type(),
                    "TLS to the backend; {} trusts the system's roots.")
          .include(&BackendPolicies::connection, upstream::connection_policies())
          .optional("requestHeaderModifier", &BackendPolicies::request_headers,
                    exchange::header_edits_type(), "Changes what it is sent.")
          .optional("responseHeaderModifier", &BackendPolicies::response_headers,
                    exchange::header_edits_type(), "Changes what it answers.")
          .not_yet({"transformations", "backendAuth", "backendTunnel", "requestRedirect", "health",
                    "extAuthz", "authorization", "mcpAuthorization", "mcpGuardrails", "a2a",
                    "inferenceRouting", "sessionAffinity", "ai"}));
}

}  // namespace

config::Type<BackendConfig> backend_type() {
  return config::object(
      config::Object<BackendConfig>("RouteBackend", "Where a route's requests go.")
          .required("host", &BackendConfig::host, host_port_type(), "host:port of an HTTP server.")
          .optional("weight", &BackendConfig::weight, config::integer<std::uint32_t>(0, 1'000'000),
                    "Its share of the requests; 0 takes it out.")
          .optional("policies", &BackendConfig::policies, backend_policies_type(),
                    "How it is called.")
          .not_yet(
              {"service", "backend", "dynamic", "internal", "ai", "aws", "routeGroup", "invalid"}));
}

}  // namespace jg::backends::host
