// app/server.h - the running gateway: its workers, what loads its configuration, its own servers.
//
// Owner:  main. Thread: the control thread, which run() uses; all of its state is that thread's.
// Errors: what keeps it from starting (a port that is taken).
#pragma once

#include <boost/asio/signal_set.hpp>
#include <memory>
#include <vector>

#include "app/background.h"
#include "app/load.h"
#include "app/operator_log.h"
#include "app/own_servers.h"
#include "app/reloader.h"
#include "app/worker_reports.h"
#include "keys/store.h"

namespace jg::app {

class Server {
 public:
  // What outlives it, and every configuration.
  struct Lasting {
    const Clock& clock;
    upstream::Clients& clients;
    net::TicketKeys& tickets;
    keys::Store& keys;
  };
  Server(std::shared_ptr<const Loaded> loaded, const Lasting& lasting, LoadAgain load_again);
  ~Server();

  // Listens, serves, and returns after SIGTERM or SIGINT when the drain is over; a second one of
  // these ends the process at once. SIGHUP, or a change of a file that the configuration was made
  // of, loads it anew: in full, or everything stays as it was.
  Result<void> run();

 private:
  using Sockets = std::vector<std::vector<Worker::Socket>>;  // by worker

  Result<void> make_workers();
  // Of the ports of `wanted` that `present` does not have; all of them or none.
  Result<Sockets> listen(const proxy::Snapshot& wanted, const proxy::Snapshot* present);
  Task<void> rotate_tickets();
  OwnServers::Pages pages();
  admin::Readiness readiness() const;
  Task<std::string> metrics(telemetry::ExpositionFormat format);
  Task<std::string> connections();
  admin::ExplainSource explain_source();  // null where the configuration does not open it
  Task<admin::Explained> explain(std::string question, admin::ExplainForm form);
  admin::ExplainSource cel_source();  // null there too
  Task<admin::Explained> answer_aside(std::function<admin::Explained()> work);
  Task<void> watch_hangup(boost::asio::signal_set& hangup);
  void take(Reloader::Attempt attempt);
  void drain();
  void worker_ended();
  Grace grace() const;

  std::unique_ptr<OperatorLog> operator_log_;  // to the last line
  const Clock& clock_;
  std::shared_ptr<const Loaded> loaded_;
  upstream::Clients& clients_;
  net::TicketKeys& tickets_;
  keys::Store& keys_;
  net::Loop control_;
  const std::unique_ptr<const exchange::LabelPlan> labels_;  // of the metrics; null: none
  telemetry::Metrics metrics_;
  net::ConnectionCount connections_;
  std::unique_ptr<telemetry::LogWriter> access_log_;
  std::unique_ptr<WorkerServices> services_;
  std::vector<std::unique_ptr<Worker>> workers_;
  Background background_;
  OwnServers own_servers_;
  Reloader reloader_;
  telemetry::ProcessFacts facts_;
  std::size_t running_ = 0;  // workers
  bool ready_ = false;
  bool draining_ = false;
};

}  // namespace jg::app
