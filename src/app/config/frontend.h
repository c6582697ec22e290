// app/config/frontend.h - `frontendPolicies:`, what holds for every connection from a client.
//
// Spec: agentgateway's LocalFrontendPolicies; `limits` is our own.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "app/config/tls.h"
#include "config/schema.h"
#include "exchange/feature.h"
#include "exchange/log_plan.h"
#include "exchange/rules.h"
#include "proxy/frontend.h"

namespace jg::app {

struct FrontendHttp {
  std::uint64_t buffered_body = 2 * 1024 * 1024;
  std::optional<std::uint32_t> max_headers;
  std::chrono::milliseconds idle_timeout{600'000};
  std::string header_case = "lowercase";
  std::optional<std::chrono::milliseconds> connection_duration;
  http::Http2Limits http2;
};

struct FrontendConnect {
  std::string mode = "deny";
};

// Our own; what agentgateway has a key for is not repeated here.
struct FrontendLimits {
  std::optional<std::uint64_t> connections;
  std::optional<std::uint64_t> connections_per_client;
  std::optional<std::uint64_t> requests_per_connection;
  std::uint64_t header_bytes = 64 * 1024;
  std::uint64_t target_bytes = 16 * 1024;
  std::optional<std::uint64_t> body_bytes;
  std::optional<std::chrono::milliseconds> header_timeout;
  std::chrono::milliseconds body_timeout{60'000};
  std::chrono::milliseconds write_timeout{60'000};
};

struct AccessLog {
  std::optional<exchange::Expression> filter;
  exchange::LogFields fields;
};

struct FrontendConfig {
  FrontendTls tls;
  FrontendHttp http;
  FrontendConnect connect;
  FrontendLimits limits;
  std::shared_ptr<const exchange::RuleSet> network_rules;
  std::optional<AccessLog> access_log;
};

config::Type<FrontendConfig> frontend_type(const exchange::LoadContext& context);

// As the connections use it; `log` may be null.
proxy::Frontend make_frontend(const FrontendConfig& config,
                              std::shared_ptr<const exchange::LogPlan> log);

}  // namespace jg::app
