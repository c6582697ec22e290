#include "app/build_snapshot.h"

#include <algorithm>

#include "app/snapshot_builder.h"
#include "app/tls_front.h"
#include "llm/build.h"
#include "llm/error_body.h"

namespace jg::app {

std::unique_ptr<proxy::Snapshot> build_snapshot(const BuildInput& input, config::Faults& faults) {
  SnapshotBuilder builder(input, faults);
  builder.claim_services();
  builder.add_gateways();
  builder.add_binds();
  builder.add_routes();
  builder.add_llm();
  builder.add_mcp();
  auto snapshot = builder.finish();
  return faults.has_errors() ? nullptr : std::move(snapshot);
}

// frontendPolicies.accessLog says all; the keys under config.logging are the older form of it.
std::shared_ptr<const exchange::LogPlan> SnapshotBuilder::make_log_plan(const BuildInput& input) {
  const Logging& older = input.root.settings.logging;
  AccessLog log = input.root.frontend.access_log.value_or(
      AccessLog{older.filter, older.fields.value_or(exchange::LogFields{})});
  if (!log.filter && log.fields.add.empty() && log.fields.remove.empty()) return nullptr;
  return std::make_shared<const exchange::LogPlan>(
      std::move(log.filter), std::move(log.fields),
      exchange::read_surroundings(input.context.environment));
}

// Sockets share their port, so one that is claimed twice would be served by either, in turn.
void SnapshotBuilder::claim_services() {
  const StaticConfig& settings = input_.root.settings;
  const std::pair<const char*, const std::optional<ServiceAddress>*> services[] = {
      {"config.adminAddr", &settings.admin},
      {"config.statsAddr", &settings.stats},
      {"config.readinessAddr", &settings.readiness}};
  for (const auto& [name, address] : services)
    if (*address) claim((*address)->port, name, {});
}

void SnapshotBuilder::claim(std::uint16_t number, const std::string& owner,
                            const config::Place& place) {
  if (number == 0) return;  // a new one each time
  const auto [it, is_new] = owners_.emplace(number, owner);
  if (!is_new)
    faults_.add(place, "port " + std::to_string(number) + " is claimed by " + it->second +
                           " and by " + owner);
}

proxy::Port& SnapshotBuilder::add_port(std::uint16_t number, const std::string& owner,
                                       const config::Place& place) {
  claim(number, owner, place);
  auto port = std::make_unique<proxy::Port>();
  port->frontend = frontend_;
  port->address = {input_.root.settings.enable_ipv6 ? "[::]" : "0.0.0.0", number};
  // Where the kernel chooses the number, only the owner tells two ports apart.
  port->key = number != 0 ? port->address.address + ":" + std::to_string(number) : owner;
  snapshot_->ports.push_back(std::move(port));
  return *snapshot_->ports.back();
}

proxy::Listener& SnapshotBuilder::add_listener(proxy::Port& port, const std::string& gateway,
                                               const std::string& name) {
  proxy::Listener& listener = port.listeners.emplace_back();
  listener.bind = "bind/" + std::to_string(port.address.port);
  listener.gateway = gateway;
  listener.name = name;
  return listener;
}

// One level (the usual case) was made when it was decoded; several are made together.
proxy::Chain SnapshotBuilder::make_chain(const std::vector<const PolicyValues*>& levels) {
  proxy::Chain chain;
  for (const exchange::PolicyFeature& feature : input_.features) {
    std::vector<const config::DynamicValue*> found;
    for (const PolicyValues* values : levels) {
      for (const config::DynamicValue& value : *values) {
        if (value.name == feature.key) found.push_back(&value);
      }
    }
    if (found.empty()) continue;
    auto policy = std::any_cast<std::shared_ptr<const exchange::Policy>>(found.front()->value);
    if (found.size() > 1) {
      std::vector<config::Node> nodes;
      for (const config::DynamicValue* value : found) nodes.push_back(value->node);
      policy = feature.make(nodes, input_.context, faults_);
    }
    if (!policy) continue;
    for (const std::string_view secret : policy->secret_parameters())
      snapshot_->secret_parameters.emplace_back(secret);
    for (const std::string_view secret : policy->secret_fields())
      snapshot_->secret_fields.emplace_back(secret);
    chain.add(feature.stage, std::move(policy), feature.key);
  }
  return chain;
}

void SnapshotBuilder::add_gateways() {
  for (const auto& [name, gateway] : input_.root.gateways) {
    proxy::Port& port = add_port(gateway.port, "gateways." + name, gateway.place);
    const std::size_t index = snapshot_->ports.size() - 1;
    if (gateway.listeners.empty()) {
      proxy::Listener& listener = add_listener(port, "default/" + name, name);
      secure(listener, gateway.tls);
      listener.chain = make_chain({&gateway.policies});
      listeners_.emplace(name, Place{index, 0});
      continue;
    }
    for (std::size_t i = 0; i < gateway.listeners.size(); ++i) {
      const ListenerConfig& config = gateway.listeners[i];
      const std::string listener_name = config.name.value_or("listener" + std::to_string(i));
      proxy::Listener& listener = add_listener(port, "default/" + name, listener_name);
      listener.hostname = config.hostname;
      secure(listener, config.tls);
      listener.chain = make_chain({&config.policies});
      listeners_.emplace(name, Place{index, i});  // the gateway's name means all of its listeners
      listeners_.emplace(name + "/" + listener_name, Place{index, i});
    }
  }
}

void SnapshotBuilder::add_binds() {
  std::size_t number = 0;
  for (const BindConfig& bind : input_.root.binds) {
    proxy::Port& port = add_port(bind.port, "binds[" + std::to_string(number) + "]", bind.place);
    ++number;
    for (std::size_t i = 0; i < bind.listeners.size(); ++i) {
      const ListenerConfig& config = bind.listeners[i];
      proxy::Listener& listener =
          add_listener(port, config.listener_namespace.value_or("default") + "/default",
                       config.name.value_or("listener" + std::to_string(i)));
      listener.hostname = config.hostname;
      secure(listener, config.tls);
      listener.chain = make_chain({&config.policies});
      for (std::size_t route = 0; route < config.routes.size(); ++route)
        listener.router.add(make_route(config.routes[route], route, place_of(port, listener)));
    }
  }
}

void SnapshotBuilder::add_routes() {
  for (std::size_t i = 0; i < input_.root.routes.size(); ++i) attach(input_.root.routes[i], i);
}

void SnapshotBuilder::attach(const RouteConfig& config, std::size_t index) {
  std::vector<std::string> references = config.gateways;
  if (references.empty()) references.emplace_back("default");
  for (const std::string& reference : references) {
    const auto [first, last] = listeners_.equal_range(reference);
    if (first == last) {
      faults_.add(config.place,
                  config.gateways.empty()
                      ? "no `gateways` is named here, and no gateway is called default"
                      : "there is no gateway or gateway/listener called " + reference);
    }
    for (auto it = first; it != last; ++it) {
      const proxy::Port& port = *snapshot_->ports[it->second.port];
      proxy::Listener& listener = listener_at(it->second);
      listener.router.add(make_route(config, index, place_of(port, listener)));
    }
  }
}

// What may stand on a gateway, or else what may not.
PolicyValues SnapshotBuilder::pick(const PolicyValues& values, Phase phase) const {
  PolicyValues out;
  for (const config::DynamicValue& value : values) {
    const auto feature =
        std::ranges::find(input_.features, value.name, &exchange::PolicyFeature::key);
    const bool is_of_gateway = feature->reach == exchange::Reach::gateway;
    if (is_of_gateway == (phase == Phase::gateway)) out.push_back(value);
  }
  return out;
}

// On its own port its policies come before routing, where they may; on a gateway they belong to its
// route.
void SnapshotBuilder::add_llm() {
  if (!input_.root.llm) return;
  const LlmShape& shape = *input_.root.llm;
  const auto router = llm::make_router(shape.llm, input_.clients, input_.context, faults_);
  if (!router) return;
  const bool has_default = listeners_.contains("default");
  if (!shape.gateways.empty() || (!shape.port && has_default)) {
    if (shape.tls) faults_.add(shape.tls->place, "a gateway it is attached to has its own `tls`");
    attach_llm(shape.gateways.empty() ? std::vector<std::string>{"default"} : shape.gateways,
               router);
    return;
  }
  proxy::Port& port = add_port(shape.port.value_or(LlmShape::kDefaultPort), "llm", shape.place);
  proxy::Listener& listener = add_listener(port, "default/llm", "llm");
  listener.error_shaper = &llm::openai_error_body;
  secure(listener, shape.tls);
  const PolicyValues before = pick(shape.policies, Phase::gateway);
  const PolicyValues behind = pick(shape.policies, Phase::route);
  listener.chain = make_chain({&before});
  auto route = make_llm_route(router);
  route->chain = make_chain({&behind});
  listener.router.add(std::move(route));
}

void SnapshotBuilder::attach_llm(const std::vector<std::string>& gateways,
                                 const std::shared_ptr<const exchange::Backend>& router) {
  for (const std::string& reference : gateways) {
    const auto [first, last] = listeners_.equal_range(reference);
    if (first == last)
      faults_.add(input_.root.llm->place,
                  "there is no gateway or gateway/listener called " + reference);
    for (auto it = first; it != last; ++it) {
      auto route = make_llm_route(router);
      route->chain = make_chain({&input_.root.llm->policies});
      listener_at(it->second).router.add(std::move(route));
    }
  }
}

std::unique_ptr<proxy::Route> SnapshotBuilder::make_llm_route(
    std::shared_ptr<const exchange::Backend> router) {
  auto route = std::make_unique<proxy::Route>();
  route->info.name = "internal/llm:request";
  route->matches.emplace_back();
  route->error_shaper = &llm::openai_error_body;
  route->backend = std::move(router);
  for (const auto& model : input_.root.llm->llm.models)
    route->backend_names.push_back("model " + model.name);
  for (const std::string& remark : llm::tls_remarks(input_.root.llm->llm))
    route->remarks.push_back({exchange::Policy::Remark::Kind::warns, remark});
  return route;
}

void SnapshotBuilder::secure(proxy::Listener& listener, const std::optional<TlsConfig>& tls) {
  if (!tls) return;
  const std::string name = listener.bind + " " + listener.gateway + "/" + listener.name;
  listener.tls = make_tls_server(
      *tls, name, {input_.root.frontend.tls, input_.context, input_.tickets, faults_});
}

std::vector<backends::host::Target> SnapshotBuilder::make_targets(const RouteConfig& config,
                                                                  proxy::Route& route) {
  const config::FileReader files(input_.context.working_directory);
  const upstream::TlsFiles tls_files{files, *input_.context.watched, *input_.context.tls_contexts,
                                     faults_};
  std::vector<backends::host::Target> targets;
  for (const RouteBackendConfig& either : config.backends) {
    if (!either.host) continue;
    const backends::host::BackendConfig& backend = *either.host;
    upstream::Endpoint endpoint{.host = backend.host.host, .port = backend.host.port};
    backend.policies.connection.apply_to(endpoint);
    const auto& tls = backend.policies.tls ? backend.policies.tls : config.policies.backend_tls;
    const std::string name = backend.host.host + ":" + std::to_string(backend.host.port);
    route.backend_names.push_back(name);
    if (tls) {
      endpoint.tls = upstream::make_tls(*tls, backend.host.host, tls_files);
      if (const std::string remark = upstream::tls_remark(*tls); !remark.empty())
        route.remarks.push_back({exchange::Policy::Remark::Kind::warns, name + ": " + remark});
    }
    targets.push_back({std::move(endpoint), backend.weight, backend.policies.request_headers,
                       backend.policies.response_headers});
  }
  return targets;
}

std::unique_ptr<proxy::Route> SnapshotBuilder::make_route(const RouteConfig& config,
                                                          std::size_t index,
                                                          const std::string& place) {
  auto route = std::make_unique<proxy::Route>();
  route->info.name =
      config.route_namespace + "/" + config.name.value_or("route" + std::to_string(index));
  route->info.rule = config.rule;
  route->hostnames = config.hostnames;
  route->matches = config.matches;
  if (route->matches.empty()) route->matches.emplace_back();
  route->chain = make_chain({&config.policies.values});
  add_own_paths(*route);
  warn_of_idle_rules(config);
  auto targets = make_targets(config, *route);
  if (!config.backends.empty() && config.backends.front().mcp)
    set_mcp_backend(*route, *config.backends.front().mcp, place + " " + route->info.name);
  else if (!targets.empty())
    route->backend =
        std::make_shared<backends::host::HostBackend>(input_.clients, std::move(targets));
  return route;
}

void SnapshotBuilder::add_own_paths(proxy::Route& route) {
  for (std::string& path : route.chain.own_paths())
    route.matches.emplace_back().path = {proxy::PathKind::exact, std::move(path), {}};
}

// The same in the next snapshot, when the listener is.
std::string SnapshotBuilder::place_of(const proxy::Port& port, const proxy::Listener& listener) {
  return port.key + " " + listener.gateway + "/" + listener.name;
}

proxy::Listener& SnapshotBuilder::listener_at(const Place& place) {
  return snapshot_->ports[place.port]->listeners[place.listener];
}

std::unique_ptr<proxy::Snapshot> SnapshotBuilder::finish() {
  for (const auto& port : snapshot_->ports) {
    for (proxy::Listener& listener : port->listeners) listener.router.build();
  }
  return std::move(snapshot_);
}

}  // namespace jg::app
