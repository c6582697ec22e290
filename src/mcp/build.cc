#include "mcp/build.h"

#include "base/digest.h"
#include "mcp/backend.h"
#include "mcp/http_target.h"
#include "mcp/multi/multi_target.h"
#include "mcp/openapi/openapi_target.h"
#include "mcp/openapi/source.h"
#include "mcp/sse/sse_target.h"
#include "mcp/stdio/stdio_target.h"
#include "upstream/authority.h"

namespace jg::mcp {
namespace {

// `path` is as it is sent. Nothing, with faults, when its TLS cannot be made.
std::optional<HttpServer> make_server(const TargetConfig& config, const HttpServerConfig& server,
                                      std::string path, const BuildInput& input) {
  upstream::Endpoint endpoint{.host = server.host};
  endpoint.port = server.port.value_or(server.is_https ? 443 : 80);
  if (server.is_https) endpoint.tls = upstream::Tls{server.host};
  exchange::HeaderEdits request_headers;
  if (config.policies) {
    config.policies->connection.apply_to(endpoint);
    request_headers = config.policies->request_headers;
  }
  if (config.policies && config.policies->tls) {
    const config::FileReader files(input.context.working_directory);
    const upstream::TlsFiles tls{files, *input.context.watched, *input.context.tls_contexts,
                                 input.faults};
    endpoint.tls = upstream::make_tls(*config.policies->tls, server.host, tls);
    if (!endpoint.tls) return std::nullopt;
  }
  std::string authority = upstream::authority_of(endpoint);
  return HttpServer{config.name, std::move(endpoint), std::move(authority), std::move(path),
                    std::move(request_headers)};
}

template <class HttpOrSseTarget>
std::unique_ptr<const Target> make_remote_target(const TargetConfig& config,
                                                 const HttpServerConfig& written,
                                                 std::shared_ptr<const Hub> hub,
                                                 const BuildInput& input) {
  auto server = make_server(config, written, *written.path, input);
  if (!server) return nullptr;
  Calls::Settings settings{std::make_shared<const HttpServer>(std::move(*server)),
                           input.client_limits};
  return std::make_unique<HttpOrSseTarget>(std::move(hub), input.clients, std::move(settings));
}

std::unique_ptr<const Target> make_openapi_target(const TargetConfig& config,
                                                  const BuildInput& input) {
  const OpenapiConfig& written = *config.openapi;
  auto loaded = openapi::load(written.schema, written.server.path, input.context, input.faults);
  if (!loaded) return nullptr;
  auto server = make_server(config, written.server, std::move(loaded->base_path), input);
  if (!server) return nullptr;
  return std::make_unique<openapi::OpenapiTarget>(
      openapi::ServiceClient(input.clients, std::move(*server)), std::move(loaded->service));
}

std::unique_ptr<const Target> make_stdio_target(const TargetConfig& config, const std::string& key,
                                                std::shared_ptr<const Hub> hub,
                                                const BuildInput& input) {
  const StdioConfig& stdio = *config.stdio;
  auto gate = input.context.states->keep<StartGate>(
      key, [&] { return std::make_shared<StartGate>(input.context.clock); });
  Command command{config.name,
                  stdio.program,
                  stdio.arguments,
                  stdio.environment,
                  stdio.clears_environment,
                  input.context.working_directory};
  return std::make_unique<StdioTarget>(std::move(hub), std::move(command), std::move(gate));
}

std::unique_ptr<const Target> make_target(const TargetConfig& config, const std::string& key,
                                          const std::shared_ptr<const Hub>& hub,
                                          const BuildInput& input) {
  if (config.http) return make_remote_target<HttpTarget>(config, *config.http, hub, input);
  if (config.sse) return make_remote_target<SseTarget>(config, *config.sse, hub, input);
  if (config.openapi) return make_openapi_target(config, input);
  return make_stdio_target(config, key, hub, input);
}

// What tells it from all others, and from the next of the same when its sessions cannot go on.
std::string key_of(const McpConfig& config, const std::string& place) {
  std::string written;
  for (const TargetConfig& target : config.targets) written.append(target.written).append("\n");
  written += std::to_string(static_cast<int>(config.prefix_mode));
  return place + " " + std::string(text_of(sha256(written)));
}

std::unique_ptr<const Target> join(MultiTarget::Targets targets, const McpConfig& config) {
  const bool is_one = targets.size() == 1;
  if (is_one && config.prefix_mode != PrefixMode::always) return std::move(targets.front());
  const bool labels_names = config.prefix_mode != PrefixMode::never;
  return std::make_unique<MultiTarget>(std::move(targets),
                                       MultiTarget::Settings{config.failure_mode, labels_names});
}

}  // namespace

std::shared_ptr<const exchange::Backend> make_backend(const McpConfig& config,
                                                      const std::string& place,
                                                      const BuildInput& input) {
  exchange::KeptStates& states = *input.context.states;
  const auto hub = states.keep<Hub>({}, [&] { return std::make_shared<Hub>(input.context.clock); });
  const std::string key = key_of(config, place);
  const auto group = [&](const std::string& of) {
    return states.keep<SessionGroup>(of, [&] { return std::make_shared<SessionGroup>(hub); });
  };
  MultiTarget::Targets targets;
  for (const TargetConfig& one : config.targets) {
    auto made = make_target(one, key + " " + one.name, hub, input);
    if (!made) return nullptr;
    targets.push_back(std::move(made));
  }
  return std::make_shared<McpBackend>(
      hub, McpBackend::Groups{group(key), group(key + " old")}, join(std::move(targets), config),
      McpBackend::Settings{input.session_idle_limit, config.dns_rebinding_protection,
                           config.stateful_mode == StatefulMode::stateless});
}

std::vector<std::string> target_names(const McpConfig& config) {
  std::vector<std::string> out;
  for (const TargetConfig& target : config.targets) out.push_back("mcp target " + target.name);
  return out;
}

std::vector<std::string> tls_remarks(const McpConfig& config) {
  std::vector<std::string> out;
  for (const TargetConfig& target : config.targets) {
    if (!target.policies || !target.policies->tls) continue;
    const std::string remark = upstream::tls_remark(*target.policies->tls);
    if (!remark.empty()) out.push_back("mcp target " + target.name + ": " + remark);
  }
  return out;
}

}  // namespace jg::mcp
