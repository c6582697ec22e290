#include "app/worker.h"

#include "base/log.h"

namespace jg::app {
namespace {

// Into the access log and the metrics.
class TelemetrySink final : public proxy::RecordSink {
 public:
  TelemetrySink(unsigned index, const WorkerServices& services)
      : index_(index), services_(services) {}
  void add(exchange::Exchange& exchange) override {
    const telemetry::Record& record = exchange.record;
    count(exchange);
    if (services_.access_log != nullptr && record.is_logged)
      services_.access_log->write(index_, record);
  }
  void add(telemetry::Limit limit) override {
    telemetry::count_limit(services_.metrics.worker(index_), limit);
  }

 private:
  void count(exchange::Exchange& exchange) {
    telemetry::WorkerMetrics& metrics = services_.metrics.worker(index_);
    if (services_.labels == nullptr) return telemetry::count(metrics, exchange.record);
    telemetry::count(metrics, exchange.record, services_.labels->evaluate(exchange));
    if (overflow_told_ || !telemetry::has_overflowed(metrics)) return;
    overflow_told_ = true;
    log::warn(
        "the labels of config.metrics.fields.add have more values than there is room for; "
        "others are counted as `overflow`");
  }

  unsigned index_;
  const WorkerServices& services_;
  bool overflow_told_ = false;
};

}  // namespace

// A holder of its own for each worker: counting references to it touches no memory of another
// worker.
class Worker::Current final : public proxy::SnapshotSource {
 public:
  void set(std::shared_ptr<const void> owner, const proxy::Snapshot& snapshot) {
    auto holder = std::make_shared<const std::shared_ptr<const void>>(std::move(owner));
    snapshot_ = {std::move(holder), &snapshot};
  }
  std::shared_ptr<const proxy::Snapshot> current() const override { return snapshot_; }

 private:
  std::shared_ptr<const proxy::Snapshot> snapshot_;
};

Worker::Worker(unsigned index, const WorkerServices& services)
    : services_(services),
      random_(random_u64()),
      worker_{index, services.clock, random_, loop_, &services.metrics.worker(index)},
      doorkeeper_(loop_, services.connections, services.metrics.worker(index)),
      rules_(worker_, services.metrics.worker(index)),
      sink_(std::make_unique<TelemetrySink>(index, services_)),
      current_(std::make_unique<Current>()) {}

Worker::~Worker() = default;

void Worker::start(std::shared_ptr<const void> owner, const proxy::Snapshot& snapshot,
                   std::vector<Socket> sockets) {
  use(std::move(owner), snapshot);
  open(std::move(sockets));
  thread_ = std::thread([this] { loop_.run(); });
}

void Worker::reload(std::shared_ptr<const void> owner, const proxy::Snapshot& snapshot,
                    std::vector<Socket> added, Grace grace) {
  loop_.post(
      [this, owner = std::move(owner), &snapshot, added = std::move(added), grace]() mutable {
        if (ended_) return;
        for (const auto& door : doors_) {
          if (door->is_closing() || snapshot.find(door->key()) != nullptr) continue;
          door->stay_with(current_->current());
          close_door(*door, grace);
        }
        use(std::move(owner), snapshot);
        open(std::move(added));
      });
}

void Worker::use(std::shared_ptr<const void> owner, const proxy::Snapshot& snapshot) {
  current_->set(std::move(owner), snapshot);
}

void Worker::open(std::vector<Socket> sockets) {
  const DoorFrame frame{
      loop_,           worker_, *current_, doorkeeper_,
      accept_trouble_, rules_,  *sink_,    services_.metrics.worker(worker_.index)};
  for (Socket& socket : sockets) {
    doors_.push_back(std::make_unique<Door>(frame, std::move(socket.key),
                                            std::move(socket.acceptor), services_.workers));
    doors_.back()->open();
  }
}

void Worker::close_door(Door& door, Grace grace) {
  ++closing_;
  loop_.spawn(let_go(door, grace));
}

Task<void> Worker::let_go(Door& door, Grace grace) {
  co_await door.close(grace);
  // A connection that would not end keeps its door.
  if (door.is_empty()) std::erase_if(doors_, [&](const auto& one) { return one.get() == &door; });
  --closing_;
  end_when_closed();
}

void Worker::drain(Grace grace, std::function<void()> ended) {
  loop_.post([this, grace, ended = std::move(ended)]() mutable {
    ended_ = std::move(ended);
    for (const auto& door : doors_)
      if (!door->is_closing()) close_door(*door, grace);
    end_when_closed();
  });
}

void Worker::end_when_closed() {
  if (!ended_ || closing_ > 0) return;
  ended_();
  loop_.stop();
}

void Worker::report(std::function<void(std::vector<DoorReport>)> tell) {
  loop_.post([this, tell = std::move(tell)] {
    std::vector<DoorReport> reports;
    for (const auto& door : doors_) reports.push_back(door->report());
    tell(std::move(reports));
  });
}

void Worker::join() {
  if (!thread_.joinable()) return;
  thread_.join();
  loop_.drop_tasks();
}

}  // namespace jg::app
