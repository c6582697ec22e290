// app/snapshot_builder.h - the state of one building of a snapshot: ports by owner, listeners by
// name.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "app/build_snapshot.h"
#include "backends/host/host_backend.h"

namespace jg::app {

class SnapshotBuilder {
 public:
  SnapshotBuilder(const BuildInput& input, config::Faults& faults)
      : input_(input),
        faults_(faults),
        frontend_(std::make_shared<const proxy::Frontend>(
            make_frontend(input.root.frontend, make_log_plan(input)))) {}

  void claim_services();
  void add_gateways();
  void add_routes();
  void add_binds();
  void add_llm();
  void add_mcp();
  std::unique_ptr<proxy::Snapshot> finish();

 private:
  struct Place {
    std::size_t port;
    std::size_t listener;
  };
  static std::shared_ptr<const exchange::LogPlan> make_log_plan(const BuildInput& input);
  void claim(std::uint16_t number, const std::string& owner, const config::Place& place);
  proxy::Port& add_port(std::uint16_t port, const std::string& owner, const config::Place& place);
  proxy::Listener& add_listener(proxy::Port& port, const std::string& gateway,
                                const std::string& name);
  enum class Phase : std::uint8_t { gateway, route };
  PolicyValues pick(const PolicyValues& values, Phase phase) const;
  proxy::Chain make_chain(const std::vector<const PolicyValues*>& levels);
  // Has its TLS, if it has any; null then is a fault.
  void secure(proxy::Listener& listener, const std::optional<TlsConfig>& tls);
  std::vector<backends::host::Target> make_targets(const RouteConfig& config, proxy::Route& route);
  // `place` is where the route stands, for what its backend remembers over reloads.
  std::unique_ptr<proxy::Route> make_route(const RouteConfig& config, std::size_t index,
                                           const std::string& place);
  static void add_own_paths(proxy::Route& route);
  static std::string place_of(const proxy::Port& port, const proxy::Listener& listener);
  proxy::Listener& listener_at(const Place& place);
  void attach(const RouteConfig& config, std::size_t index);
  std::unique_ptr<proxy::Route> make_llm_route(std::shared_ptr<const exchange::Backend> router);
  void attach_llm(const std::vector<std::string>& gateways,
                  const std::shared_ptr<const exchange::Backend>& router);
  void attach_mcp(const std::vector<std::string>& gateways);
  std::unique_ptr<proxy::Route> make_mcp_route(std::vector<std::string> prefixes,
                                               const std::string& place);
  void warn_of_idle_rules(const RouteConfig& config);
  void set_mcp_backend(proxy::Route& route, const mcp::McpConfig& config, const std::string& place);

  const BuildInput& input_;
  config::Faults& faults_;
  const std::shared_ptr<const proxy::Frontend> frontend_;  // of all ports
  std::unique_ptr<proxy::Snapshot> snapshot_ = std::make_unique<proxy::Snapshot>();
  std::map<std::uint16_t, std::string> owners_;  // of ports, for the message when two claim one
  // "gateway/listener"; pointers into a port's listeners are taken once that port is complete.
  std::multimap<std::string, Place> listeners_;
};

}  // namespace jg::app
