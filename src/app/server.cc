#include "app/server.h"

#include <boost/asio/signal_set.hpp>

#include "admin/servers.h"
#include "app/report.h"
#include "app/version.h"
#include "base/log.h"

namespace jg::app {
namespace {

constexpr std::chrono::hours kTicketKeyLife{1};
constexpr std::chrono::milliseconds kPatience{
    5000};  // agentgateway's connectionTerminationDeadline

// IPv6 may be switched off on the machine: then dual stack means IPv4.
Result<net::TcpAcceptor> listen_dual(net::Loop& loop, net::ListenAddress address) {
  auto acceptor = net::listen(loop, address);
  if (acceptor || address.address != "[::]") return acceptor;
  address.address = "0.0.0.0";
  auto fallback = net::listen(loop, address);
  return fallback ? std::move(fallback) : std::move(acceptor);
}

std::vector<telemetry::ProcessFacts::Certificate> certificates(const proxy::Snapshot& snapshot) {
  std::vector<telemetry::ProcessFacts::Certificate> out;
  for (const auto& port : snapshot.ports) {
    for (const proxy::Listener& listener : port->listeners) {
      if (listener.tls != nullptr)
        out.push_back({listener.bind, listener.gateway, listener.name, listener.tls->expiry()});
    }
  }
  return out;
}

std::string shown(const net::TcpAcceptor& acceptor) {
  boost::system::error_code ignored;
  const auto endpoint = acceptor.local_endpoint(ignored);
  const std::string address = endpoint.address().to_string();
  return (endpoint.address().is_v6() ? "[" + address + "]" : address) + ":" +
         std::to_string(endpoint.port());
}

}  // namespace

Server::Server(const Clock& clock, std::shared_ptr<const Loaded> loaded, upstream::Clients& clients,
               net::TicketKeys& tickets, LoadAgain load_again)
    : clock_(clock),
      loaded_(std::move(loaded)),
      clients_(clients),
      tickets_(tickets),
      load_again_(std::move(load_again)),
      metrics_(loaded_->context.workers) {}

Server::~Server() = default;

Result<void> Server::run() {
  auto access_log = telemetry::LogWriter::start(
      {.workers = loaded_->context.workers, .format = loaded_->root.settings.logging.format});
  if (!access_log) return std::unexpected(std::move(access_log.error()));
  access_log_ = std::move(*access_log);
  services_ = std::make_unique<WorkerServices>(
      WorkerServices{clock_, access_log_.get(), metrics_, connections_});
  upstream::ClientLimits limits{.lookup_family = loaded_->root.settings.lookup_family()};
  loaded_->root.settings.backend.apply_to(limits);
  for (unsigned i = 0; i < loaded_->context.workers; ++i) {
    workers_.push_back(std::make_unique<Worker>(i, *services_));
    clients_.add(std::make_unique<upstream::Client>(
        upstream::ClientServices{workers_.back()->loop(), clock_, metrics_.worker(i)}, limits));
  }
  if (auto listening = listen(); !listening) return listening;
  if (auto started = start_services(); !started) return started;

  boost::asio::signal_set signals(control_.context(), SIGTERM, SIGINT);
  signals.async_wait([this](const boost::system::error_code& error, int) {
    if (!error) stop();
  });
  for (const auto& worker : workers_) {
    worker->use(loaded_, *loaded_->snapshot);
    worker->start();
  }
  control_.spawn(watch_files());
  control_.spawn(rotate_tickets());
  // Before "ready": who reads that may send the signal at once.
  boost::asio::signal_set hangup(control_.context(), SIGHUP);
  control_.spawn(watch_hangup(hangup));
  ready_ = true;
  log::info("ready");
  control_.run();
  return {};
}

Result<void> Server::listen() {
  for (const auto& port : loaded_->snapshot->ports) {
    auto acceptors = bind(*port);
    if (!acceptors) return std::unexpected(std::move(acceptors.error()));
    for (std::size_t i = 0; i < workers_.size(); ++i)
      workers_[i]->add_port(std::move((*acceptors)[i]), *port);
  }
  return {};
}

// The first to bind port 0 learns which one the others share.
Result<std::vector<net::TcpAcceptor>> Server::bind(const proxy::Port& port) {
  std::vector<net::TcpAcceptor> acceptors;
  net::ListenAddress address = port.address;
  for (const auto& worker : workers_) {
    auto acceptor = listen_dual(worker->loop(), address);
    if (!acceptor) return std::unexpected(std::move(acceptor.error()));
    boost::system::error_code ignored;
    address.port = acceptor->local_endpoint(ignored).port();
    acceptors.push_back(std::move(*acceptor));
  }
  for (const proxy::Listener& listener : port.listeners)
    log::info("listening gateway=" + listener.gateway + " listener=" + listener.name +
              " address=" + shown(acceptors.front()));
  return acceptors;
}

Result<void> Server::start_services() {
  const StaticConfig& settings = loaded_->root.settings;
  auto readiness = std::make_shared<admin::Router>(admin::readiness_pages([this] {
    return ready_ ? std::vector<std::string>() : std::vector<std::string>{"workers"};
  }));
  auto stats = std::make_shared<admin::Router>(admin::stats_pages([this] {
    return metrics_.render({.version = kVersion,
                            .config_synchronized = synchronized_,
                            .access_log_dropped = access_log_->dropped(),
                            .certificates = certificates(*loaded_->snapshot)});
  }));
  if (auto done =
          start_service("readiness", settings.readiness,
                        [readiness](const auto& request) { return readiness->answer(request); });
      !done)
    return done;
  if (auto done = start_service("stats", settings.stats,
                                [stats](const auto& request) { return stats->answer(request); });
      !done)
    return done;
  const std::string address =
      settings.admin ? settings.admin->host + ":" + std::to_string(settings.admin->port)
                     : std::string();
  auto admin_server = std::make_shared<admin::AdminServer>(
      address, admin::AdminSources{
                   .redacted_config_json = [this] { return report_json(*loaded_->snapshot); },
                   .logging = {.level = &log::level, .set_level = &log::set_level},
               });
  return start_service("admin", settings.admin, [admin_server](const auto& request) {
    return admin_server->answer(request);
  });
}

Result<void> Server::start_service(std::string_view name,
                                   const std::optional<ServiceAddress>& address,
                                   ServiceServer::Answer answer) {
  if (!address) return {};
  auto acceptor = listen_dual(control_, {address->host, address->port});
  if (!acceptor) {
    acceptor.error().detail = std::string(name) + ": " + acceptor.error().detail;
    return std::unexpected(std::move(acceptor.error()));
  }
  log::info("listening service=" + std::string(name) + " address=" + shown(*acceptor));
  servers_.push_back(std::make_unique<ServiceServer>(control_, std::move(answer)));
  servers_.back()->start(std::move(*acceptor));
  return {};
}

Task<void> Server::watch_files() {
  constexpr std::chrono::milliseconds kLook{500};
  constexpr std::chrono::milliseconds kSettle{250};  // writers often write more than once
  while (true) {
    co_await net::sleep_for(control_, kLook);
    if (!loaded_->context.watched->has_changed()) continue;
    do co_await net::sleep_for(control_, kSettle);
    while (loaded_->context.watched->has_changed());
    reload();
  }
}

Task<void> Server::rotate_tickets() {
  while (true) {
    co_await net::sleep_for(control_, kTicketKeyLife);
    tickets_.rotate();
  }
}

Task<void> Server::watch_hangup(boost::asio::signal_set& hangup) {
  while (true) {
    boost::system::error_code error;
    co_await hangup.async_wait(await_into(error));
    if (error) co_return;
    reload();
  }
}

void Server::reload() {
  config::Faults faults;
  auto next = load_again_(faults);
  std::string why = faults.text();
  std::vector<std::vector<Worker::Addition>> added(workers_.size());
  if (next) {
    if (auto bound = bind_new_ports(*next->snapshot, added); !bound) {
      why = bound.error().detail;
      next = nullptr;
    }
  }
  synchronized_ = next != nullptr;
  if (!next) {
    log::error("the configuration was not taken, the former one stays in force:\n" + why);
    return;
  }
  for (std::size_t i = 0; i < workers_.size(); ++i)
    workers_[i]->reload(next, *next->snapshot, std::move(added[i]));
  loaded_ = std::move(next);
  log::info("the configuration was loaded anew");
}

Result<void> Server::bind_new_ports(const proxy::Snapshot& next,
                                    std::vector<std::vector<Worker::Addition>>& added) {
  for (const auto& port : next.ports) {
    if (loaded_->snapshot->find(port->key) != nullptr) continue;
    auto acceptors = bind(*port);
    if (!acceptors) return std::unexpected(std::move(acceptors.error()));
    for (std::size_t i = 0; i < workers_.size(); ++i)
      added[i].push_back({std::move((*acceptors)[i]), port->key});
  }
  return {};
}

void Server::stop() {
  log::info("draining");
  ready_ = false;
  for (const auto& worker : workers_) worker->drain(kPatience);
  for (const auto& worker : workers_) worker->join();
  clients_.clear();
  access_log_->stop();
  for (const auto& server : servers_) server->stop();
  control_.stop();
  log::info("stopped");
}

}  // namespace jg::app
