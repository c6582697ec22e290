// app/config/static_config.h - `config:`, what is read once at start.
//
// Spec: agentgateway's RawConfig.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "base/log.h"
#include "config/schema.h"
#include "exchange/label_plan.h"
#include "exchange/log_plan.h"
#include "telemetry/access_log.h"
#include "upstream/config.h"

namespace jg::app {

// Where one of our own servers listens; nothing when it is `off`.
struct ServiceAddress {
  std::string host;  // "127.0.0.1", "[::]"
  std::uint16_t port = 0;
};

// A number of threads, or a share of the processors.
struct WorkerThreads {
  unsigned count = 0;
};

struct Logging {
  log::Level level = log::Level::info;
  telemetry::LogFormat format = telemetry::LogFormat::text;
  std::optional<exchange::Expression> filter;
  std::optional<exchange::LogFields> fields;
};

struct MetricFields {
  exchange::AddedLabels add;
};

struct MetricsConfig {
  MetricFields fields;
};

enum class DnsFamily : std::uint8_t { automatic, all, v4_preferred, v4_only, v6_only };

struct Dns {
  DnsFamily family = DnsFamily::automatic;
};

// Of all MCP backends.
struct McpSettings {
  std::chrono::milliseconds session_idle_limit = std::chrono::minutes(30);
};

struct StaticConfig {
  std::optional<ServiceAddress> admin = ServiceAddress{"127.0.0.1", 15000};
  std::optional<ServiceAddress> stats = ServiceAddress{"[::]", 15020};
  std::optional<ServiceAddress> readiness = ServiceAddress{"[::]", 15021};
  bool enable_ipv6 = true;
  std::optional<WorkerThreads> workers;
  // For so long a gateway that was told to stop takes new connections; and until then what is under
  // way may end.
  std::chrono::milliseconds min_termination_deadline{0};
  std::chrono::milliseconds termination_deadline{5000};
  Logging logging;
  MetricsConfig metrics;
  bool explain_tokens = false;
  std::optional<std::string> cache_folder;  // where what is fetched is kept
  Dns dns;
  upstream::BackendDefaults backend;
  McpSettings mcp;

  net::LookupFamily lookup_family() const;
};

config::Type<StaticConfig> static_config_type();

// Variables that win over the file: CONNECTION_TERMINATION_DEADLINE and
// CONNECTION_MIN_TERMINATION_DEADLINE.
void apply_environment(StaticConfig& settings, const config::Environment& environment,
                       config::Faults& faults);

}  // namespace jg::app
