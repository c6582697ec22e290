// app/worker.h - one worker: its thread, loop, listening sockets, connections and upstream client.
//
// Owner:  the server. Thread: its own; start(), drain() and join() from the control thread.
#pragma once

#include <atomic>
#include <boost/intrusive/list.hpp>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "app/doorkeeper.h"
#include "app/spell.h"
#include "base/clock.h"
#include "exchange/exchange.h"
#include "net/event.h"
#include "net/tcp.h"
#include "proxy/driver.h"
#include "proxy/snapshot.h"
#include "telemetry/log_writer.h"
#include "telemetry/metrics.h"
#include "upstream/clients.h"

namespace jg::app {

struct WorkerServices {
  const Clock& clock;
  telemetry::LogWriter* access_log;  // null: no access log
  telemetry::Metrics& metrics;
  net::ConnectionCount& connections;  // of all workers
};

class Worker {
 public:
  Worker(unsigned index, const WorkerServices& services);
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  net::Loop& loop() { return loop_; }
  // Before start(): a port it shares with the other workers.
  void add_port(net::TcpAcceptor acceptor, const proxy::Port& port);
  // What new exchanges are served by. `owner` keeps the snapshot. Before start(), or on the loop.
  void use(std::shared_ptr<const void> owner, const proxy::Snapshot& snapshot);
  void start();
  // Any thread: takes over `snapshot`; ports that are new in it are `added`, those no longer in it
  // are closed.
  struct Addition {
    net::TcpAcceptor acceptor;
    std::string key;  // proxy::Port::key
  };
  void reload(std::shared_ptr<const void> owner, const proxy::Snapshot& snapshot,
              std::vector<Addition> added);
  // No new connections; idle ones are closed, the others when their answer is out, all of them
  // after `patience`.
  void drain(std::chrono::milliseconds patience);
  void join();

 private:
  struct Listening;
  struct Admitted;
  class Connection;
  class Drivers;
  class Current;
  class Handshake;
  using Connections =
      boost::intrusive::list<Connection, boost::intrusive::constant_time_size<false>>;
  using Handshakes = boost::intrusive::list<Handshake, boost::intrusive::constant_time_size<false>>;

  Task<void> accept(Listening& listening);
  void admit(net::TcpSocket socket, const Listening& listening);
  Task<void> serve(net::TcpSocket socket, Admitted admitted, const Listening& listening);
  // Null when a handshake failed; what it settled is put into `addresses`.
  Task<std::unique_ptr<net::Stream>> open(net::TcpSocket socket, const Listening& listening,
                                          http::Addresses& addresses);
  bool may_connect(const http::Addresses& addresses, const proxy::Frontend& frontend);
  std::shared_ptr<const proxy::Frontend> find_frontend(const Listening& listening) const;
  void count_connection(const Listening& listening, const http::Addresses& addresses);
  Task<void> wind_down(std::chrono::milliseconds patience);

  const WorkerServices services_;
  net::Loop loop_;
  FastRandom random_;
  exchange::Worker worker_;
  Doorkeeper doorkeeper_;
  std::optional<exchange::Exchange> arrival_;  // for rules about connections; made for the first
  std::unique_ptr<proxy::RecordSink> sink_;
  std::unique_ptr<Current> current_;
  std::vector<std::unique_ptr<Listening>> listening_;
  std::unique_ptr<Connections> connections_;
  std::unique_ptr<Handshakes> handshakes_;
  std::size_t tasks_ = 0;  // accepting and serving
  bool draining_ = false;
  Spell accept_trouble_;
  std::thread thread_;
};

}  // namespace jg::app
