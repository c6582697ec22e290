// app/worker.h - one worker: its thread, its loop, its doors to the ports and its upstream client.
//
// Owner:  the server. Thread: its own; everything here is called from the control thread.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "app/door.h"
#include "base/clock.h"
#include "exchange/label_plan.h"
#include "telemetry/log_writer.h"

namespace jg::app {

struct WorkerServices {
  const Clock& clock;
  telemetry::LogWriter* access_log;  // null: no access log
  telemetry::Metrics& metrics;
  const exchange::LabelPlan* labels;  // of the metrics; null: none are added
  net::ConnectionCount& connections;  // of all workers
  unsigned workers;
};

class Worker {
 public:
  Worker(unsigned index, const WorkerServices& services);
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  net::Loop& loop() { return loop_; }

  // A socket of a port that the workers share.
  struct Socket {
    net::TcpAcceptor acceptor;
    std::string key;  // proxy::Port::key
  };
  // Serves `snapshot`, which `owner` keeps, by `sockets`.
  void start(std::shared_ptr<const void> owner, const proxy::Snapshot& snapshot,
             std::vector<Socket> sockets);
  // Takes over `snapshot`. Ports that are new in it are `added`; those no longer in it are closed
  // with `grace`; the others go on as if nothing had happened.
  void reload(std::shared_ptr<const void> owner, const proxy::Snapshot& snapshot,
              std::vector<Socket> added, Grace grace);
  // Closes every door, then ends the loop; `ended` is called on the worker's thread before.
  void drain(Grace grace, std::function<void()> ended);
  // Behind this nothing of its connections is left.
  void join();
  // Calls `tell` on the worker's thread.
  void report(std::function<void(std::vector<DoorReport>)> tell);

 private:
  class Current;

  void use(std::shared_ptr<const void> owner, const proxy::Snapshot& snapshot);
  void open(std::vector<Socket> sockets);
  void close_door(Door& door, Grace grace);
  Task<void> let_go(Door& door, Grace grace);
  void end_when_closed();

  const WorkerServices services_;
  net::Loop loop_;
  FastRandom random_;
  exchange::Worker worker_;
  Doorkeeper doorkeeper_;
  ArrivalRules rules_;
  Spell accept_trouble_;
  std::unique_ptr<proxy::RecordSink> sink_;
  std::unique_ptr<Current> current_;
  std::vector<std::unique_ptr<Door>> doors_;
  std::size_t closing_ = 0;      // doors on their way out
  std::function<void()> ended_;  // set while draining
  std::thread thread_;
};

}  // namespace jg::app
