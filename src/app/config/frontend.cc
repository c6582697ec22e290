#include "app/config/frontend.h"

#include <algorithm>

#include "exchange/network_rules.h"
#include "net/descriptors.h"

namespace jg::app {
namespace {

using config::Faults;
using config::Node;
using config::Object;
using std::chrono::milliseconds;

constexpr std::uint64_t kKiB = 1024;
constexpr std::uint64_t kMany = 1'000'000'000;
constexpr milliseconds kDay{86'400'000};

config::Type<milliseconds> wait_type() { return config::duration(milliseconds(1), kDay); }

// A choice of agentgateway's of which one is honoured.
config::Type<std::string> only(std::string honoured, std::vector<std::string> others) {
  return config::filled_text().then<std::string>([=](const std::string& text, const Node& node,
                                                     Faults& faults) -> std::optional<std::string> {
    if (text == honoured) return text;
    const bool is_known = std::ranges::find(others, text) != others.end();
    faults.add(node, is_known ? "agentgateway knows " + text +
                                    " here; jotgate does not honour it yet (" + honoured + " is)"
                              : "found " + node.shown() + "; expected " + honoured);
    return std::nullopt;
  });
}

Object<http::Http2Limits> http2_object() {
  using L = http::Http2Limits;
  constexpr std::uint32_t kLargestWindow = (std::uint32_t{1} << 31) - 1;  // RFC 9113 section 6.9.1
  return Object<L>("FrontendHttp2", "HTTP/2 from clients.")
      .optional("http2WindowSize", &L::stream_window,
                config::integer<std::uint32_t>(1, kLargestWindow),
                "Bytes of a body that a client may send ahead; 256 KiB by default.")
      .optional("http2ConnectionWindowSize", &L::connection_window,
                config::integer<std::uint32_t>(1, kLargestWindow),
                "The same of all streams of a connection together; 1 MiB by default.")
      .optional("http2FrameSize", &L::frame_bytes,
                config::integer<std::uint32_t>(1 << 14, (1 << 24) - 1),
                "The largest frame that a client may send; 16 KiB by default.")
      .optional("http2MaxHeaderSize", &L::header_bytes,
                config::integer<std::uint32_t>(kKiB, 16 * kKiB * kKiB),
                "Bytes of a request's head, with 32 more a field; `limits.headerBytes` by default.")
      .optional("http2KeepaliveInterval", &L::keepalive_interval, wait_type(),
                "A client that is silent for so long is asked whether it is still there.")
      .optional("http2KeepaliveTimeout", &L::keepalive_timeout, wait_type(),
                "How long it may take to say so; 20s by default.");
}

config::Type<FrontendHttp> http_type() {
  return config::object(
      Object<FrontendHttp>("FrontendHttp", "HTTP from clients.")
          .optional("maxBufferSize", &FrontendHttp::buffered_body,
                    config::size(0, std::uint64_t{1} << 30),
                    "The largest body that is read in full, as those of model requests are.")
          .optional("http1MaxHeaders", &FrontendHttp::max_headers,
                    config::integer<std::uint32_t>(1, 10'000),
                    "Header fields of a request, 100 by default.")
          .optional("http1IdleTimeout", &FrontendHttp::idle_timeout, wait_type(),
                    "How long a connection may wait for its next request. A head must be complete "
                    "within it too.")
          .optional("http1HeaderCase", &FrontendHttp::header_case, only("lowercase", {"preserve"}),
                    "How names of header fields are written: in lower case.")
          .optional("maxConnectionDuration", &FrontendHttp::connection_duration, wait_type(),
                    "How long a connection may live; it ends behind the answer under way.")
          .include(&FrontendHttp::http2, http2_object()));
}

config::Type<FrontendConnect> connect_type() {
  return config::object(Object<FrontendConnect>("FrontendConnect", "What CONNECT does.")
                            .required("mode", &FrontendConnect::mode,
                                      only("deny", {"route", "tunnel"}),
                                      "It is answered with 405."));
}

config::Type<AccessLog> access_log_type() {
  return config::object(Object<AccessLog>("AccessLog", "The access log.")
                            .optional("filter", &AccessLog::filter, exchange::log_filter_type(),
                                      "Which exchanges it tells of: those for which it is true.")
                            .include(&AccessLog::fields, exchange::log_fields_object("LogFields"))
                            .not_yet({"otlp", "database"})
                            .never_empty({"filter"}));
}

void check_limits(const FrontendLimits& limits, const Node& node, Faults& faults) {
  if (const std::size_t files = net::descriptor_limit(); limits.connections.value_or(0) > files)
    faults.warn(*node.find("connections"), "is more than the process may open files, which is " +
                                               std::to_string(files) + " (ulimit -n)");
  if (limits.target_bytes >= limits.header_bytes)
    faults.add(node.find("targetBytes").value_or(node),
               "targetBytes must be less than headerBytes, of which the target is a part");
}

config::Type<FrontendLimits> limits_type() {
  using L = FrontendLimits;
  return config::object(
      Object<L>("FrontendLimits", "Further limits of what a client may take. jotgate's own.")
          .optional("connections", &L::connections, config::integer<std::uint64_t>(1, kMany),
                    "Connections of the process at a time; by default as many as leave a "
                    "descriptor for each one's upstream.")
          .optional("connectionsPerClient", &L::connections_per_client,
                    config::integer<std::uint64_t>(1, kMany),
                    "Connections of one client address (IPv6: of one /64) at a time.")
          .optional("requestsPerConnection", &L::requests_per_connection,
                    config::integer<std::uint64_t>(1, kMany),
                    "Requests on a connection; it ends behind the last one's answer.")
          .optional("headerBytes", &L::header_bytes, config::size(kKiB, 16 * kKiB * kKiB),
                    "Bytes of a request's head.")
          .optional("targetBytes", &L::target_bytes, config::size(1, 16 * kKiB * kKiB),
                    "Bytes of a request's target, path and query.")
          .optional("bodyBytes", &L::body_bytes, config::size(0, std::uint64_t{1} << 50),
                    "Bytes of a request's body, also of one that is passed on piece by piece.")
          .optional("headerTimeout", &L::header_timeout, wait_type(),
                    "From the first byte of a head to its last; 30s by default, or "
                    "http1IdleTimeout where that is less.")
          .optional("bodyTimeout", &L::body_timeout, wait_type(),
                    "Without a byte of a request's body.")
          .optional("writeTimeout", &L::write_timeout, wait_type(),
                    "Without the client taking a byte of its answer.")
          .check(check_limits));
}

// Each connection may need one more descriptor for its upstream, and the process some for itself.
std::size_t usual_connections() {
  const std::size_t limit = net::descriptor_limit();
  return std::max<std::size_t>((limit - std::min<std::size_t>(limit / 2, 64)) / 2, 1);
}

}  // namespace

config::Type<FrontendConfig> frontend_type(const exchange::LoadContext& context) {
  return config::object(
      Object<FrontendConfig>("FrontendPolicies", "What holds for every connection from a client.")
          .optional("tls", &FrontendConfig::tls, frontend_tls_type(), "TLS, where it is spoken.")
          .optional("http", &FrontendConfig::http, http_type(), "HTTP.")
          .optional("connect", &FrontendConfig::connect, connect_type(), "The method CONNECT.")
          .optional("networkAuthorization", &FrontendConfig::network_rules,
                    exchange::network_rules_type(context),
                    "Who may connect; others are closed without a word.")
          .optional("accessLog", &FrontendConfig::access_log, access_log_type(),
                    "What the access log tells; in place of `config.logging`'s filter and fields.")
          .alias("logging", "accessLog")
          .optional("limits", &FrontendConfig::limits, limits_type(),
                    "Further limits of what a client may take.")
          .ours({"limits"})
          .never_empty({"networkAuthorization"})
          .not_yet({"tcp", "networkExtAuthz", "proxy", "proxyProtocol", "tracing"}));
}

proxy::Frontend make_frontend(const FrontendConfig& config,
                              std::shared_ptr<const exchange::LogPlan> log) {
  const FrontendLimits& limits = config.limits;
  proxy::Frontend out;
  out.handshake_timeout = config.tls.handshake_timeout;
  out.http.head.bytes = limits.header_bytes;
  out.http.head.fields = config.http.max_headers.value_or(100);
  out.http.head.target_bytes = limits.target_bytes;
  out.http.requests = limits.requests_per_connection;
  out.http.body_bytes = limits.body_bytes;
  out.http.idle_timeout = config.http.idle_timeout;
  out.http.head_timeout =
      limits.header_timeout.value_or(std::min(out.http.head_timeout, config.http.idle_timeout));
  out.http.body_timeout = limits.body_timeout;
  out.http.write_timeout = limits.write_timeout;
  out.http.connection_time = config.http.connection_duration.value_or(milliseconds(0));
  out.http.http2 = config.http.http2;
  out.buffered_body = config.http.buffered_body;
  out.connections = {limits.connections.value_or(usual_connections()),
                     limits.connections_per_client};
  out.network_rules = config.network_rules;
  out.log = std::move(log);
  return out;
}

}  // namespace jg::app
