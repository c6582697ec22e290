#include "app/server.h"

#include <boost/asio/signal_set.hpp>

#include "app/client_limits.h"
#include "app/dump.h"
#include "app/explain/question.h"
#include "app/key_report.h"
#include "app/listen.h"
#include "app/playground/render.h"
#include "app/version.h"
#include "base/log.h"
#include "net/asio_operation.h"

namespace jg::app {
namespace {

constexpr std::chrono::hours kTicketKeyLife{1};

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

std::unique_ptr<const exchange::LabelPlan> make_labels(const Loaded& loaded) {
  const exchange::AddedLabels& added = loaded.root.settings.metrics.fields.add;
  if (added.empty()) return nullptr;
  return std::make_unique<const exchange::LabelPlan>(
      added, exchange::read_surroundings(loaded.context.environment));
}

}  // namespace

Server::Server(std::shared_ptr<const Loaded> loaded, const Lasting& lasting, LoadAgain load_again)
    : clock_(lasting.clock),
      loaded_(std::move(loaded)),
      clients_(lasting.clients),
      tickets_(lasting.tickets),
      keys_(lasting.keys),
      labels_(make_labels(*loaded_)),
      metrics_(loaded_->context.workers, labels_ ? labels_->names() : std::vector<std::string>()),
      own_servers_(control_),
      reloader_(std::move(load_again), control_,
                [this](Reloader::Attempt attempt) { take(std::move(attempt)); }),
      facts_{.version = kVersion, .config_synchronized = true, .config_taken = clock_.now()} {}

// Also when it could not start: the clients hold on to the loops.
Server::~Server() {
  clients_.clear();
  control_.drop_tasks();
}

Result<void> Server::run() {
  auto operator_log = OperatorLog::start();
  if (!operator_log) return std::unexpected(std::move(operator_log.error()));
  operator_log_ = std::move(*operator_log);
  if (auto made = make_workers(); !made) return made;
  auto sockets = listen(*loaded_->snapshot, nullptr);
  if (!sockets) return std::unexpected(std::move(sockets.error()));
  if (auto started = own_servers_.start(loaded_->root.settings, pages()); !started) return started;

  boost::asio::signal_set signals(control_.context(), SIGTERM, SIGINT);
  signals.async_wait([this, &signals](const boost::system::error_code& error, int) {
    if (error) return;
    signals.clear();  // the next one does what it does to any process
    drain();
  });
  for (std::size_t i = 0; i < workers_.size(); ++i)
    workers_[i]->start(loaded_, *loaded_->snapshot, std::move((*sockets)[i]));
  reloader_.start(loaded_->context.watched);
  control_.spawn(rotate_tickets());
  // Before "ready": who reads that may send the signal at once.
  boost::asio::signal_set hangup(control_.context(), SIGHUP);
  control_.spawn(watch_hangup(hangup));
  ready_ = true;
  log::info("ready");
  control_.run();
  return {};
}

Result<void> Server::make_workers() {
  const unsigned count = loaded_->context.workers;
  auto access_log = telemetry::LogWriter::start(
      {.workers = count, .format = loaded_->root.settings.logging.format});
  if (!access_log) return std::unexpected(std::move(access_log.error()));
  access_log_ = std::move(*access_log);
  services_ = std::make_unique<WorkerServices>(
      WorkerServices{clock_, access_log_.get(), metrics_, labels_.get(), connections_, count});
  const upstream::ClientLimits limits = client_limits(loaded_->root.settings);
  for (unsigned i = 0; i < count; ++i) {
    workers_.push_back(std::make_unique<Worker>(i, *services_));
    clients_.add(std::make_unique<upstream::Client>(
        upstream::ClientServices{workers_.back()->loop(), clock_, metrics_.worker(i)}, limits));
  }
  running_ = count;
  return {};
}

Result<Server::Sockets> Server::listen(const proxy::Snapshot& wanted,
                                       const proxy::Snapshot* present) {
  std::vector<net::Loop*> loops;
  for (const auto& worker : workers_) loops.push_back(&worker->loop());
  Sockets sockets(workers_.size());
  for (const auto& port : wanted.ports) {
    if (present != nullptr && present->find(port->key) != nullptr) continue;
    auto acceptors = listen_at(*port, loops);
    if (!acceptors) return std::unexpected(std::move(acceptors.error()));
    for (std::size_t i = 0; i < workers_.size(); ++i)
      sockets[i].push_back({std::move((*acceptors)[i]), port->key});
  }
  return sockets;
}

OwnServers::Pages Server::pages() {
  return {.readiness = [this] { return readiness(); },
          .metrics = [this](telemetry::ExpositionFormat format) { return metrics(format); },
          .admin =
              {
                  .config =
                      [this] {
                        return background_.run(control_,
                                               [loaded = loaded_] { return config_dump(*loaded); });
                      },
                  .connections = [this] { return connections(); },
                  .memory = [this] { return background_.run(control_, &memory_dump); },
                  .keys =
                      [this] {
                        return background_.run(control_,
                                               [this] { return keys_dump(keys_.reports()); });
                      },
                  .refresh_keys = [this] { return keys_.refresh(); },
                  .logging = {.level = &log::level, .set_level = &log::set_level},
                  .explain = explain_source(),
                  .cel = cel_source(),
                  .stop = [this] { drain(); },
              }};
}

admin::Readiness Server::readiness() const {
  admin::Readiness readiness;
  if (draining_)
    readiness.pending.emplace_back("draining");
  else if (!ready_)
    readiness.pending.emplace_back("workers");
  if (!facts_.config_synchronized)
    readiness.remarks.emplace_back(
        "the last change of the configuration was not taken, the former one is in use; the log "
        "says why");
  return readiness;
}

Task<std::string> Server::metrics(telemetry::ExpositionFormat format) {
  facts_.access_log_dropped = access_log_->dropped();
  facts_.operator_log_dropped = operator_log_->dropped();
  return background_.run(control_, [this, format, loaded = loaded_, facts = facts_]() mutable {
    facts.certificates = certificates(*loaded->snapshot);
    facts.key_sources = key_sources(keys_.reports());
    facts.use = telemetry::read_process_use();
    return metrics_.render(facts, format);
  });
}

admin::ExplainSource Server::explain_source() {
  if (!loaded_->root.settings.explain_tokens) return nullptr;
  return [this](std::string question, admin::ExplainForm form) {
    return explain(std::move(question), form);
  };
}

// By the configuration that is in force when it is asked.
Task<admin::Explained> Server::explain(std::string question, admin::ExplainForm form) {
  const std::shared_ptr<const proxy::Snapshot> snapshot(loaded_, loaded_->snapshot.get());
  const auto parsed = explain::parse_question(question, clock_.now());
  std::function<admin::Explained()> work = [snapshot, parsed, form] {
    return explain::answer(snapshot, parsed, form);
  };
  return answer_aside(std::move(work));
}

admin::ExplainSource Server::cel_source() {
  if (!loaded_->root.settings.explain_tokens) return nullptr;
  return [this](std::string question, admin::ExplainForm form) {
    std::function<admin::Explained()> work = [question = std::move(question), form,
                                              now = clock_.now()] {
      return playground::answer(question, now, form);
    };
    return answer_aside(std::move(work));
  };
}

// On the background's thread: it may take a while.
Task<admin::Explained> Server::answer_aside(std::function<admin::Explained()> work) {
  auto status = std::make_shared<int>();
  std::function<std::string()> text_of = [work = std::move(work), status] {
    admin::Explained found = work();
    *status = found.status;
    return std::move(found.text);
  };
  std::string text = co_await background_.run(control_, std::move(text_of));
  co_return admin::Explained{*status, std::move(text)};
}

Task<std::string> Server::connections() {
  const WorkerReports reports = co_await ask_workers(control_, workers_, clients_);
  co_return connections_dump(reports);
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
    reloader_.load_now();
  }
}

void Server::take(Reloader::Attempt attempt) {
  if (draining_) return reloader_.retire(std::move(attempt.loaded));
  std::string why = std::move(attempt.faults);
  std::optional<Sockets> added;
  if (attempt.loaded) {
    auto bound = listen(*attempt.loaded->snapshot, loaded_->snapshot.get());
    if (bound)
      added = std::move(*bound);
    else
      why = std::move(bound.error().detail);
  }
  facts_.config_synchronized = added.has_value();
  if (!added) {
    ++facts_.reloads_refused;
    log::error("the configuration was not taken, the former one stays in force:\n" + why);
    return reloader_.retire(std::move(attempt.loaded));
  }
  for (std::size_t i = 0; i < workers_.size(); ++i)
    workers_[i]->reload(attempt.loaded, *attempt.loaded->snapshot, std::move((*added)[i]),
                        {.most = loaded_->root.settings.termination_deadline});
  reloader_.retire(std::exchange(loaded_, std::move(attempt.loaded)));
  ++facts_.reloads_taken;
  facts_.config_taken = clock_.now();
  log::info("the configuration was loaded anew");
}

// Readiness tells at once that nobody new should come, the own servers answer until the end.
void Server::drain() {
  if (draining_) return;
  draining_ = true;
  own_servers_.yield();
  log::info("draining");
  for (const auto& worker : workers_)
    worker->drain(grace(), [this] { control_.post([this] { worker_ended(); }); });
}

void Server::worker_ended() {
  if (--running_ > 0) return;
  for (const auto& worker : workers_) worker->join();
  reloader_.stop();
  clients_.clear();
  access_log_->stop();
  background_.stop();
  own_servers_.stop();
  control_.stop();
  log::info("stopped");
}

Grace Server::grace() const {
  const StaticConfig& settings = loaded_->root.settings;
  return {settings.min_termination_deadline, settings.termination_deadline};
}

}  // namespace jg::app
