// mcp/config.h - the targets under `mcp`, and how their sessions are kept, as written.
//
// Owner: self-contained once decoded.
// Spec:  agentgateway's LocalMcpBackend. One target is honoured yet.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "config/schema.h"
#include "config/sources.h"
#include "exchange/header_edits.h"
#include "upstream/config.h"
#include "upstream/tls_config.h"

namespace jg::mcp {

// `{host: URI}`, `{host: host:port}` or `{host, port, path}`, resolved.
struct HttpServerConfig {
  std::string host;
  std::optional<std::uint16_t> port;
  std::optional<std::string> path;
  bool is_https = false;
};

struct StdioConfig {
  std::string program;
  std::vector<std::string> arguments;
  std::vector<std::pair<std::string, std::string>> environment;
  bool clears_environment = false;
};

// A REST service and its description; `server` has a path where one is written.
struct OpenapiConfig {
  HttpServerConfig server;
  config::TextSource schema;
};

struct TargetPolicies {
  std::optional<upstream::TlsConfig> tls;
  upstream::ConnectionPolicies connection;
  exchange::HeaderEdits request_headers;
};

struct TargetConfig {
  std::string name;
  std::optional<HttpServerConfig> http;
  std::optional<HttpServerConfig> sse;
  std::optional<StdioConfig> stdio;
  std::optional<OpenapiConfig> openapi;
  std::optional<TargetPolicies> policies;
  std::string written;  // as JSON: what tells two of them apart
};

enum class StatefulMode : std::uint8_t { stateful, stateless };
enum class PrefixMode : std::uint8_t { conditional, always, never };
enum class FailureMode : std::uint8_t { fail_closed, fail_open };

struct McpConfig {
  std::vector<TargetConfig> targets;
  StatefulMode stateful_mode = StatefulMode::stateful;
  PrefixMode prefix_mode = PrefixMode::conditional;
  FailureMode failure_mode = FailureMode::fail_closed;
  bool dns_rebinding_protection = false;
};

config::Object<McpConfig> mcp_object();

}  // namespace jg::mcp
