// backends/host/config.h - `backends: [{host, weight, policies}]` of a route, as written.
//
// Spec: agentgateway's LocalRouteBackend; only `host` backends are honoured yet.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "config/schema.h"
#include "exchange/header_edits.h"
#include "upstream/config.h"
#include "upstream/tls_config.h"

namespace jg::backends::host {

struct BackendPolicies {
  std::optional<upstream::TlsConfig> tls;
  upstream::ConnectionPolicies connection;
  exchange::HeaderEdits request_headers;
  exchange::HeaderEdits response_headers;
};

struct HostPort {
  std::string host;
  std::uint16_t port = 80;
};

struct BackendConfig {
  HostPort host;
  std::uint32_t weight = 1;
  BackendPolicies policies;
};

config::Type<BackendConfig> backend_type();

}  // namespace jg::backends::host
