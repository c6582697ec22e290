// app/server.h - the running gateway: workers, own servers, signals.
//
// Owner:  main. Thread: the control thread, which run() uses.
// Errors: what keeps it from starting (a port that is taken).
#pragma once

#include <memory>
#include <vector>

#include "app/load.h"
#include "app/service_server.h"
#include "app/worker.h"

namespace jg::app {

class Server {
 public:
  Server(const Clock& clock, const Loaded& loaded, upstream::Clients& clients);
  ~Server();

  // Listens, serves, and returns after SIGTERM or SIGINT when the drain is over.
  Result<void> run();

 private:
  Result<void> listen();
  Result<void> listen_on(const proxy::Port& port);
  Result<void> start_services();
  Result<void> start_service(std::string_view name, const std::optional<ServiceAddress>& address, ServiceServer::Answer answer);
  void stop();

  const Clock& clock_;
  const Loaded& loaded_;
  upstream::Clients& clients_;
  net::Loop control_;
  telemetry::Metrics metrics_;
  std::unique_ptr<telemetry::LogWriter> access_log_;
  std::unique_ptr<WorkerServices> services_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::vector<std::unique_ptr<ServiceServer>> servers_;
  std::atomic<bool> ready_{false};
};

}  // namespace jg::app
