#include "app/config/static_config.h"

#include <charconv>
#include <thread>

#include "http/uri.h"

namespace jg::app {
namespace {

using config::Faults;
using config::Node;
using config::Object;

std::optional<std::optional<ServiceAddress>> parse_service(const std::string& text,
                                                           const Node& node, Faults& faults) {
  if (text == "off") return std::optional<ServiceAddress>();
  if (text.starts_with("unix:")) {
    faults.add(node, "found " + node.shown() +
                         "; agentgateway knows unix: addresses; jotgate does not honour them yet");
    return std::nullopt;
  }
  // Port 0, which the kernel replaces, is fine to listen on and no port of a URI.
  const std::size_t colon = text.rfind(':');
  std::uint16_t port = 0;
  const std::string_view digits =
      colon == std::string::npos ? std::string_view() : std::string_view(text).substr(colon + 1);
  const char* const end = digits.data() + digits.size();
  const auto [stop, wrong] = std::from_chars(digits.data(), end, port);
  const bool has_port = wrong == std::errc{} && stop == end;
  const auto authority = http::parse_authority(std::string_view(text).substr(0, colon));
  if (!has_port || !authority) {
    faults.add(node, "found " + node.shown() + "; expected address:port, localhost:port or off");
    return std::nullopt;
  }
  std::string host(authority->host);
  if (host == "localhost") host = "127.0.0.1";
  if (host.find(':') != std::string::npos) host = "[" + host + "]";
  return std::optional(ServiceAddress{std::move(host), port});
}

config::Type<std::optional<ServiceAddress>> service_type() {
  return config::filled_text().then<std::optional<ServiceAddress>>(parse_service);
}

config::Type<WorkerThreads> workers_type() {
  const auto count = config::integer<unsigned>(1, 1024).then<WorkerThreads>(
      [](unsigned value, const Node&, Faults&) { return std::optional(WorkerThreads{value}); });
  const auto share =
      config::filled_text().then<WorkerThreads>([](const std::string& text, const Node& node,
                                                   Faults& faults) -> std::optional<WorkerThreads> {
        unsigned value = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        const std::string_view unit(end, text.data() + text.size());
        if (error != std::errc{} || value == 0 ||
            (unit == "%" ? value > 100 : !unit.empty() || value > 1024)) {
          faults.add(
              node, "found " + node.shown() +
                        "; expected a number of threads from 1 to 1024 or a share such as \"50%\"");
          return std::nullopt;
        }
        if (unit.empty()) return WorkerThreads{value};
        return WorkerThreads{std::max(1u, std::thread::hardware_concurrency() * value / 100)};
      });
  return config::one_of<WorkerThreads>({count, share});
}

config::Type<Logging> logging_type() {
  return config::object(
      Object<Logging>("Logging", "The operator's log and the access log.")
          .optional("level", &Logging::level,
                    config::enumeration<log::Level>({{"debug", log::Level::debug},
                                                     {"trace", log::Level::debug},
                                                     {"info", log::Level::info},
                                                     {"warn", log::Level::warn},
                                                     {"error", log::Level::error},
                                                     {"off", log::Level::off}}),
                    "The least that the operator's log tells.")
          .optional(
              "format", &Logging::format,
              config::enumeration<telemetry::LogFormat>(
                  {{"text", telemetry::LogFormat::text}, {"json", telemetry::LogFormat::json}}),
              "The form of the access log's lines.")
          .optional("filter", &Logging::filter, exchange::log_filter_type(),
                    "Which exchanges the access log tells of.")
          .optional("fields", &Logging::fields,
                    config::object(exchange::log_fields_object("StaticLogFields")),
                    "What it tells besides, or less.")
          .not_yet({"database"})
          .never_empty({"filter"}));
}

config::Type<MetricsConfig> metrics_type() {
  const auto fields = config::object(
      Object<MetricFields>("MetricFields", "Labels besides the usual.")
          .optional("add", &MetricFields::add, exchange::added_labels_type(),
                    "Labels of requests and models by their names, each a CEL expression that "
                    "gives text; without it the value is `unknown`."));
  return config::object(
      Object<MetricsConfig>("MetricsConfig", "The metrics.")
          .optional("fields", &MetricsConfig::fields, fields, "What they tell besides.")
          .not_yet({"remove"}));
}

config::Type<Dns> dns_type() {
  return config::object(
      Object<Dns>("DnsConfig", "How names of backends are resolved.")
          .optional("lookupFamily", &Dns::family,
                    config::enumeration<DnsFamily>({{"All", DnsFamily::all},
                                                    {"Auto", DnsFamily::automatic},
                                                    {"V4Preferred", DnsFamily::v4_preferred},
                                                    {"V4Only", DnsFamily::v4_only},
                                                    {"V6Only", DnsFamily::v6_only}}),
                    "The addresses asked for and tried first; Auto is V4Preferred, or V4Only "
                    "where enableIpv6 is false.")
          .removed("edns0",
                   "the system's resolver decides this: set `options edns0` in "
                   "/etc/resolv.conf"));
}

config::Type<McpSettings> mcp_settings_type() {
  return config::object(
      Object<McpSettings>("McpSettings", "Sessions with MCP servers.")
          .optional("sessionTtl", &McpSettings::session_idle_limit,
                    config::duration<std::chrono::milliseconds>(std::chrono::seconds(1)),
                    "How long a session that nobody uses is kept."));
}

}  // namespace

net::LookupFamily StaticConfig::lookup_family() const {
  switch (dns.family) {
    case DnsFamily::all: return net::LookupFamily::all;
    case DnsFamily::v4_preferred: return net::LookupFamily::v4_preferred;
    case DnsFamily::v4_only: return net::LookupFamily::v4_only;
    case DnsFamily::v6_only: return net::LookupFamily::v6_only;
    case DnsFamily::automatic: break;
  }
  return enable_ipv6 ? net::LookupFamily::v4_preferred : net::LookupFamily::v4_only;
}

config::Type<StaticConfig> static_config_type() {
  return config::object(
      Object<StaticConfig>("StaticConfig", "Read once, at start.")
          .optional("adminAddr", &StaticConfig::admin, service_type(),
                    "Where the admin API listens, localhost:15000 by default; off for nowhere.")
          .optional("statsAddr", &StaticConfig::stats, service_type(),
                    "Where metrics are served, [::]:15020 by default; off for nowhere.")
          .optional("readinessAddr", &StaticConfig::readiness, service_type(),
                    "Where readiness is served, [::]:15021 by default; off for nowhere.")
          .optional("enableIpv6", &StaticConfig::enable_ipv6, config::boolean(),
                    "Whether to listen on IPv6 as well.")
          .optional("workerThreads", &StaticConfig::workers, workers_type(),
                    "Number of workers or share of the processors; one a processor by default.")
          .optional("connectionTerminationDeadline", &StaticConfig::termination_deadline,
                    config::duration(),
                    "How long what is under way may take to end when the gateway stops or a reload "
                    "closes its port.")
          .optional("connectionMinTerminationDeadline", &StaticConfig::min_termination_deadline,
                    config::duration(),
                    "How long a gateway that was told to stop still takes new connections.")
          .optional("explainTokens", &StaticConfig::explain_tokens, config::boolean(),
                    "Whether /explain of the admin API takes requests with their tokens and tells "
                    "what would become of them.")
          .optional("cacheFolder", &StaticConfig::cache_folder, config::filled_text(),
                    "A folder where key sets and revocation lists from URLs are kept, for a start "
                    "while their server is down. Relative to the working directory.")
          .optional("logging", &StaticConfig::logging, logging_type(), "The logs.")
          .optional("metrics", &StaticConfig::metrics, metrics_type(), "The metrics.")
          .optional("dns", &StaticConfig::dns, dns_type(), "How names of backends are resolved.")
          .optional("backend", &StaticConfig::backend, upstream::backend_defaults_type(),
                    "Connections to backends, where a backend has no policy of its own.")
          .optional("mcp", &StaticConfig::mcp, mcp_settings_type(), "Sessions with MCP servers.")
          .ours({"explainTokens", "cacheFolder"})
          .not_yet({"localXdsPath",
                    "modelCatalog",
                    "database",
                    "storage",
                    "caAddress",
                    "caAuthToken",
                    "xdsAddress",
                    "xdsAuthToken",
                    "spiffe",
                    "namespace",
                    "gateway",
                    "trustDomain",
                    "additionalTrustDomains",
                    "skipValidateTrustDomain",
                    "serviceAccount",
                    "clusterId",
                    "network",
                    "standardAttributes",
                    "histograms",
                    "session",
                    "sensitiveHeaders",
                    "customFunctions",
                    "tracing",
                    "hbone"})
          .removed("listener",
                   "this key was removed from agentgateway; its settings are in frontendPolicies"));
}

void apply_environment(StaticConfig& settings, const config::Environment& environment,
                       Faults& faults) {
  const auto replace = [&](const char* name, std::chrono::milliseconds& deadline) {
    const auto text = environment(name);
    if (!text || text->empty()) return;
    const auto parsed = config::parse_duration(*text);
    if (parsed)
      deadline = std::chrono::ceil<std::chrono::milliseconds>(*parsed);
    else
      faults.add(config::Place{name, {}, {}},
                 "found " + config::quoted(*text) + "; expected a duration such as 30s or 1m30s");
  };
  replace("CONNECTION_TERMINATION_DEADLINE", settings.termination_deadline);
  replace("CONNECTION_MIN_TERMINATION_DEADLINE", settings.min_termination_deadline);
}

}  // namespace jg::app
