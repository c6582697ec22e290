// backends/host/config.h - `backends: [{host, weight, policies}]` of a route, as written.
//
// Spec: agentgateway's LocalRouteBackend; only `host` backends are honoured yet.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "config/schema.h"
#include "upstream/config.h"

namespace jg::backends::host {

// TLS to the backend: the certificate is checked against the system's roots, always.
struct BackendTls {
  std::optional<std::string> hostname;  // SNI and the name to check; the backend's host without it
};

struct BackendPolicies {
  std::optional<BackendTls> tls;
  upstream::ConnectionPolicies connection;
};

struct HostPort {
  std::string host;
  std::uint16_t port = 80;
};

struct BackendConfig {
  HostPort host;
  std::uint32_t weight = 1;
  BackendPolicies policies;

  upstream::Endpoint endpoint(const std::optional<BackendTls>& route_tls) const;
};

config::Type<BackendConfig> backend_type();
config::Type<BackendTls> backend_tls_type();

}  // namespace jg::backends::host
