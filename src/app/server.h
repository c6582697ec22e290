// app/server.h - the running gateway: workers, own servers, signals.
//
// Owner:  main. Thread: the control thread, which run() uses; all of its state is that thread's.
// Errors: what keeps it from starting (a port that is taken).
#pragma once

#include <boost/asio/signal_set.hpp>
#include <functional>
#include <memory>
#include <vector>

#include "app/load.h"
#include "app/service_server.h"
#include "app/worker.h"

namespace jg::app {

// Loads the configuration anew; null, with faults, when it cannot be taken.
using LoadAgain = std::function<std::shared_ptr<const Loaded>(config::Faults& faults)>;

class Server {
 public:
  Server(const Clock& clock, std::shared_ptr<const Loaded> loaded, upstream::Clients& clients,
         net::TicketKeys& tickets, LoadAgain load_again);
  ~Server();

  // Listens, serves, and returns after SIGTERM or SIGINT when the drain is over. SIGHUP, or a
  // change of a file that the configuration was made of, loads it anew: in full, or everything
  // stays as it was.
  Result<void> run();

 private:
  Result<void> listen();
  // A socket for each worker, in their order; all of them or none.
  Result<std::vector<net::TcpAcceptor>> bind(const proxy::Port& port);
  Result<void> start_services();
  Result<void> start_service(std::string_view name, const std::optional<ServiceAddress>& address,
                             ServiceServer::Answer answer);
  Task<void> watch_files();
  Task<void> rotate_tickets();
  Task<void> watch_hangup(boost::asio::signal_set& hangup);
  void reload();
  // Into added[worker]; nothing of it is served before the whole is taken.
  Result<void> bind_new_ports(const proxy::Snapshot& next,
                              std::vector<std::vector<Worker::Addition>>& added);
  void stop();

  const Clock& clock_;
  std::shared_ptr<const Loaded> loaded_;
  upstream::Clients& clients_;
  net::TicketKeys& tickets_;
  const LoadAgain load_again_;
  net::Loop control_;
  telemetry::Metrics metrics_;
  net::ConnectionCount connections_;
  std::unique_ptr<telemetry::LogWriter> access_log_;
  std::unique_ptr<WorkerServices> services_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::vector<std::unique_ptr<ServiceServer>> servers_;
  bool ready_ = false;
  bool synchronized_ = true;  // the last load was taken
};

}  // namespace jg::app
