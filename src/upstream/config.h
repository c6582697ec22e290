// upstream/config.h - what a configuration says about connections to backends: `config.backend` for
// all, the policies `http`, `tcp` and `concurrency` for one.
//
// Spec: agentgateway's BackendConfig, KeepaliveConfig, HTTP and TCP; `concurrency` is ours.
#pragma once

#include <optional>

#include "config/schema.h"
#include "upstream/limits.h"

namespace jg::upstream {

// `config.backend`.
struct BackendDefaults {
  net::KeepAlive keepalive;
  std::chrono::milliseconds connect_timeout = ClientLimits{}.connect_timeout;
  std::chrono::milliseconds pool_idle_timeout = ClientLimits{}.idle_timeout;
  std::optional<std::size_t> pool_max_size;
  Concurrency concurrency;

  void apply_to(ClientLimits& limits) const;
};

struct HttpPolicy {
  VersionPolicy version = VersionPolicy::automatic;
};

struct TcpPolicy {
  net::KeepAlive keepalive;
  std::chrono::milliseconds connect_timeout = ClientLimits{}.connect_timeout;
};

// Of one backend.
struct ConnectionPolicies {
  HttpPolicy http;
  std::optional<TcpPolicy> tcp;
  std::optional<Concurrency> concurrency;

  void apply_to(Endpoint& endpoint) const;
};

config::Type<net::KeepAlive> keepalive_type();
config::Type<BackendDefaults> backend_defaults_type();
config::Object<ConnectionPolicies> connection_policies();  // to be included among other policies

}  // namespace jg::upstream
