#include "mcp/config.h"

#include <algorithm>

#include "config/node_json.h"
#include "http/uri.h"
#include "mcp/openapi/source.h"

namespace jg::mcp {
namespace {

using config::Faults;
using config::Node;
using config::Object;

constexpr std::size_t kLongestName = 253;

bool is_name_character(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

// Letters, digits and hyphens between dots; hyphens stand inside only.
bool is_target_name(std::string_view name) {
  if (name.empty() || name.size() > kLongestName) return false;
  char before = '.';
  for (const char c : name) {
    const bool is_inner = c == '-' || is_name_character(c);
    if (!is_inner && c != '.') return false;
    if ((c == '.' || c == '-') && before == '.') return false;
    if (c == '.' && before == '-') return false;
    before = c;
  }
  return is_name_character(before);
}

config::Type<std::string> target_name_type() {
  return config::filled_text().then<std::string>(
      [](std::string name, const Node& node, Faults& faults) -> std::optional<std::string> {
        if (is_target_name(name)) return name;
        faults.add(node, "found " + node.shown() +
                             "; expected lower case letters and digits, with single dots and "
                             "hyphens between them");
        return std::nullopt;
      });
}

struct Spelling {
  std::string host;
  std::optional<std::uint16_t> port;
  std::optional<std::string> path;
};

std::optional<HttpServerConfig> from_url(std::string_view text) {
  auto url = http::parse_url(text);
  if (!url || !url->query.empty()) return std::nullopt;
  HttpServerConfig out{std::move(url->host), url->port, std::nullopt, url->scheme == "https"};
  if (!url->path.empty() && url->path != "/") out.path = std::move(url->path);
  return out;
}

std::optional<HttpServerConfig> from_authority(std::string_view text) {
  const auto authority = http::parse_authority(text);
  if (!authority || authority->host.empty()) return std::nullopt;
  return HttpServerConfig{std::string(authority->host), authority->port, std::nullopt, false};
}

std::optional<HttpServerConfig> resolve(Spelling spelling, const Node& node, Faults& faults) {
  const bool is_url = spelling.host.find("://") != std::string::npos;
  auto out = is_url ? from_url(spelling.host) : from_authority(spelling.host);
  if (!out) {
    faults.add(*node.find("host"), "found " + node.find("host")->shown() +
                                       "; expected a URL such as https://example.com/mcp, or "
                                       "host:port");
    return std::nullopt;
  }
  const bool says_more = spelling.port || spelling.path;
  if (says_more && (is_url || out->port)) {
    faults.add(node, "`port` and `path` go with a host's mere name");
    return std::nullopt;
  }
  if (spelling.port) out->port = spelling.port;
  if (spelling.path) out->path = std::move(spelling.path);
  if (out->path && !out->path->starts_with('/')) {
    faults.add(node, "a path begins with a slash");
    return std::nullopt;
  }
  return out;
}

Object<Spelling> spelling_object(std::string_view name, std::string_view doc,
                                 std::string_view doc_of_path) {
  return Object<Spelling>(name, doc)
      .required("host", &Spelling::host, config::filled_text(),
                "Its URL, its host and port, or its host alone.")
      .optional("port", &Spelling::port, config::port(), "Its port, beside a host.")
      .optional("path", &Spelling::path, config::filled_text(), doc_of_path)
      .not_yet({"backend"});
}

// A server of MCP, whose path is `path` when none is written.
config::Type<HttpServerConfig> server_type(std::string_view name, std::string_view doc,
                                           std::string path) {
  return config::object(
             spelling_object(name, doc, "Its path, beside a host; " + path + " by default."))
      .then<HttpServerConfig>([path](Spelling spelling, const Node& node, Faults& faults) {
        auto out = resolve(std::move(spelling), node, faults);
        if (out && !out->path) out->path = path;
        return out;
      });
}

config::Type<HttpServerConfig> http_server_type() {
  return server_type("McpHttpServer", "A server that is reached by streamable HTTP.", "/mcp");
}

config::Type<HttpServerConfig> sse_server_type() {
  return server_type("McpSseServer", "A server that is reached by the old HTTP+SSE transport.",
                     "/sse");
}

struct OpenapiSpelling {
  Spelling server;
  config::TextSource schema;
};

config::Type<OpenapiConfig> openapi_type() {
  return config::object(Object<OpenapiSpelling>("McpOpenapiServer",
                                                "A REST service whose operations become tools.")
                            .include(&OpenapiSpelling::server,
                                     spelling_object(
                                         "", "",
                                         "The path before those of its description, beside a host; "
                                         "that of the description's server by default."))
                            .required("schema", &OpenapiSpelling::schema, openapi::source_type(),
                                      "Its description, OpenAPI 3.0 or 3.1 in JSON or YAML."))
      .then<OpenapiConfig>([](OpenapiSpelling spelling, const Node& node,
                              Faults& faults) -> std::optional<OpenapiConfig> {
        auto server = resolve(std::move(spelling.server), node, faults);
        if (!server) return std::nullopt;
        return OpenapiConfig{std::move(*server), std::move(spelling.schema)};
      });
}

config::Type<StdioConfig> stdio_type() {
  return config::object(
      Object<StdioConfig>("McpStdioServer", "A server that is run, one process for each session.")
          .required("cmd", &StdioConfig::program, config::filled_text(),
                    "The program, by path or as PATH finds it; no shell reads it.")
          .optional("args", &StdioConfig::arguments, config::list_of(config::text()),
                    "Its arguments.")
          .optional("env", &StdioConfig::environment, config::map_of(config::text()),
                    "Variables that it gets beside the gateway's own.")
          .optional("clear_env", &StdioConfig::clears_environment, config::boolean(),
                    "Whether it gets none of the gateway's own."));
}

config::Type<TargetPolicies> target_policies_type() {
  return config::object(
      Object<TargetPolicies>("McpTargetPolicies", "How a server is called.")
          .optional("backendTLS", &TargetPolicies::tls, upstream::tls_config_type(),
                    "TLS to the server; {} trusts the system's roots.")
          .include(&TargetPolicies::connection, upstream::connection_policies())
          .optional("requestHeaderModifier", &TargetPolicies::request_headers,
                    exchange::header_edits_type(), "Changes what it is sent.")
          .not_yet({"transformations", "backendAuth", "backendTunnel", "extAuthz", "health"}));
}

config::Type<TargetConfig> target_type() {
  return config::object(
             Object<TargetConfig>("McpTarget", "An MCP server.")
                 .required("name", &TargetConfig::name, target_name_type(), "Its name in logs.")
                 .optional("mcp", &TargetConfig::http, http_server_type(),
                           "A server that is reached by streamable HTTP.")
                 .optional("sse", &TargetConfig::sse, sse_server_type(),
                           "A server that is reached by the old HTTP+SSE transport.")
                 .optional("stdio", &TargetConfig::stdio, stdio_type(), "A server that is run.")
                 .optional("openapi", &TargetConfig::openapi, openapi_type(),
                           "A REST service whose operations become tools.")
                 .optional("policies", &TargetConfig::policies, target_policies_type(),
                           "How it is called.")
                 .exactly_one_of({"mcp", "sse", "stdio", "openapi"})
                 .check([](const TargetConfig& target, const Node& node, Faults& faults) {
                   if (target.stdio && target.policies)
                     faults.add(*node.find("policies"),
                                "a server that is run is not called by HTTP");
                 }))
      .then<TargetConfig>([](TargetConfig target, const Node& node, Faults&) {
        target.written = config::json_of(node).value_or(std::string());
        return std::optional(std::move(target));
      });
}

void check_targets(const McpConfig& mcp, const Node& node, Faults& faults) {
  if (mcp.targets.empty()) faults.add(node, "`targets` is empty; name a server");
  std::vector<std::string_view> names;
  for (const TargetConfig& target : mcp.targets) {
    if (std::ranges::find(names, target.name) != names.end())
      faults.add(*node.find("targets"), "two targets are called " + target.name);
    names.push_back(target.name);
  }
}

}  // namespace

config::Object<McpConfig> mcp_object() {
  return Object<McpConfig>("Mcp", "MCP servers behind one address.")
      .required("targets", &McpConfig::targets, config::list_of(target_type()), "The servers.")
      .optional("statefulMode", &McpConfig::stateful_mode,
                config::enumeration<StatefulMode>(
                    {{"stateful", StatefulMode::stateful}, {"stateless", StatefulMode::stateless}}),
                "Whether clients have sessions.")
      .optional("prefixMode", &McpConfig::prefix_mode,
                config::enumeration<PrefixMode>({{"conditional", PrefixMode::conditional},
                                                 {"always", PrefixMode::always},
                                                 {"never", PrefixMode::never}}),
                "When names are told apart by their target's.")
      .optional("failureMode", &McpConfig::failure_mode,
                config::enumeration<FailureMode>({{"failClosed", FailureMode::fail_closed},
                                                  {"failOpen", FailureMode::fail_open}}),
                "Whether the others go on when a target fails.")
      .optional("dnsRebindingProtection", &McpConfig::dns_rebinding_protection, config::boolean(),
                "Whether Host and Origin must name this machine.")
      .check(check_targets);
}

}  // namespace jg::mcp
