#include "upstream/config.h"

namespace jg::upstream {
namespace {

using config::Object;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds kLongestTimeout = std::chrono::hours(24);
constexpr seconds kLongestProbe{32'767};  // Linux knows no longer ones, nor more than 127
constexpr int kMostProbes = 127;
constexpr std::size_t kMostCalls = 1'000'000;

config::Type<Concurrency> concurrency_type() {
  return config::object(
      Object<Concurrency>("Concurrency", "How much a backend is asked at a time, by each worker.")
          .optional("calls", &Concurrency::calls, config::integer<std::size_t>(1, kMostCalls),
                    "Calls under way; further ones wait in line.")
          .optional("queue", &Concurrency::queue, config::integer<std::size_t>(0, kMostCalls),
                    "Calls that wait in line; further ones are refused.")
          .optional("queueTimeout", &Concurrency::patience,
                    config::duration<milliseconds>(milliseconds(1), kLongestTimeout),
                    "How long one waits in line before it is refused.")
          .ours({"calls", "queue", "queueTimeout"}));
}

config::Type<VersionPolicy> version_type() {
  return config::enumeration<VersionPolicy>({{"HTTP/1.1", VersionPolicy::http1},
                                             {"HTTP/2.0", VersionPolicy::http2},
                                             {"HTTP/2", VersionPolicy::http2}});
}

config::Type<HttpPolicy> http_policy_type() {
  return config::object(
      Object<HttpPolicy>("HTTP", "How HTTP is spoken to the backend.")
          .optional("version", &HttpPolicy::version, version_type(),
                    "HTTP/1.1 or HTTP/2.0; by default what `backendTLS.alpn` leads to, else "
                    "HTTP/2.0 for gRPC requests and HTTP/1.1 for others.")
          .not_yet({"requestTimeout"}));
}

config::Type<milliseconds> connect_timeout_type() {
  return config::duration<milliseconds>(milliseconds(1), kLongestTimeout);
}

config::Type<TcpPolicy> tcp_policy_type() {
  return config::object(Object<TcpPolicy>("TCP", "Connections to the backend.")
                            .required("keepalives", &TcpPolicy::keepalive, keepalive_type(),
                                      "Probes on its connections.")
                            .required("connectTimeout", &TcpPolicy::connect_timeout,
                                      connect_timeout_type(),
                                      "Time for its name, the connection and TLS together."));
}

}  // namespace

void BackendDefaults::apply_to(ClientLimits& limits) const {
  limits.keepalive = keepalive;
  limits.connect_timeout = connect_timeout;
  limits.idle_timeout = pool_idle_timeout;
  if (pool_max_size) limits.idle_connections = *pool_max_size;
  limits.concurrency = concurrency;
}

void ConnectionPolicies::apply_to(Endpoint& endpoint) const {
  endpoint.version = http.version;
  endpoint.concurrency = concurrency;
  if (!tcp) return;
  endpoint.keepalive = tcp->keepalive;
  endpoint.connect_timeout = tcp->connect_timeout;
}

config::Type<net::KeepAlive> keepalive_type() {
  const auto probe = config::duration<seconds>(seconds(1), kLongestProbe);
  return config::object(
      Object<net::KeepAlive>("KeepaliveConfig", "Probes that notice a peer that is gone.")
          .optional("enabled", &net::KeepAlive::enabled, config::boolean(), "Whether to probe.")
          .optional("time", &net::KeepAlive::time, probe, "Silence before the first probe.")
          .optional("interval", &net::KeepAlive::interval, probe, "Time between two probes.")
          .optional("retries", &net::KeepAlive::retries, config::integer<int>(1, kMostProbes),
                    "Probes in vain before the connection is given up."));
}

config::Type<BackendDefaults> backend_defaults_type() {
  return config::object(
      Object<BackendDefaults>("BackendConfig", "Connections to backends.")
          .optional("keepalives", &BackendDefaults::keepalive, keepalive_type(),
                    "Probes on these connections.")
          .optional("connectTimeout", &BackendDefaults::connect_timeout, connect_timeout_type(),
                    "Time for a name, the connection and TLS together.")
          .optional("poolIdleTimeout", &BackendDefaults::pool_idle_timeout,
                    config::duration<milliseconds>(milliseconds(1), kLongestTimeout),
                    "How long an unused connection is kept.")
          .optional("poolMaxSize", &BackendDefaults::pool_max_size,
                    config::integer<std::size_t>(0, kMostCalls),
                    "Unused connections kept to a backend by each worker; 1024 by default.")
          .optional("concurrency", &BackendDefaults::concurrency, concurrency_type(),
                    "How much each backend is asked at a time.")
          .ours({"concurrency"}));
}

config::Object<ConnectionPolicies> connection_policies() {
  return Object<ConnectionPolicies>("ConnectionPolicies", "How a backend is connected to.")
      .optional("http", &ConnectionPolicies::http, http_policy_type(), "How HTTP is spoken to it.")
      .optional("tcp", &ConnectionPolicies::tcp, tcp_policy_type(), "Connections to it.")
      .optional("concurrency", &ConnectionPolicies::concurrency, concurrency_type(),
                "How much it is asked at a time.")
      .ours({"concurrency"});
}

}  // namespace jg::upstream
