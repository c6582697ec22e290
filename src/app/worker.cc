#include "app/worker.h"

#include "base/log.h"
#include "exchange/network_rules.h"
#include "http/serve.h"
#include "net/tls_accept.h"

namespace jg::app {
namespace {

constexpr std::chrono::milliseconds kAcceptPause{50};  // when the process is out of descriptors

// Into the access log and the metrics.
class TelemetrySink final : public proxy::RecordSink {
 public:
  TelemetrySink(unsigned index, const WorkerServices& services)
      : index_(index), services_(services) {}
  void add(const telemetry::Record& record) override {
    telemetry::count(services_.metrics.worker(index_), record);
    if (services_.access_log != nullptr) services_.access_log->write(index_, record);
  }
  void add(telemetry::Limit limit) override {
    telemetry::count_limit(services_.metrics.worker(index_), limit);
  }

 private:
  unsigned index_;
  const WorkerServices& services_;
};

// By TLS only what was negotiated is spoken (RFC 9113 section 3.2).
http::ServedConnection settled(std::unique_ptr<net::Stream> stream,
                               const http::Addresses& addresses) {
  using http::Protocol;
  if (!addresses.tls) return {std::move(stream), "http", Protocol::either};
  const bool is_http2 = addresses.tls->alpn == "h2";
  return {std::move(stream), "https", is_http2 ? Protocol::http2 : Protocol::http1};
}

}  // namespace

struct Worker::Listening {
  net::TcpAcceptor acceptor;
  std::string key;  // proxy::Port::key
};

// A connection for which there is room.
struct Worker::Admitted {
  std::shared_ptr<const proxy::Frontend> frontend;
  Doorkeeper::Seat seat;
  net::TcpEndpoint peer;
};

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

// A client's connection while it is served, known to the drain.
class Worker::Connection : public boost::intrusive::list_base_hook<
                               boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
 public:
  explicit Connection(http::Serving& serving) : serving_(serving) {}
  void finish_soon() { serving_.finish_soon(); }
  void close_now() { serving_.close_now(); }

 private:
  http::Serving& serving_;
};

// The drivers of one connection's requests.
class Worker::Drivers final : public http::HandlerFactory {
 public:
  Drivers(Worker& worker, const Listening& listening, const http::Addresses& addresses)
      : worker_(worker), listening_(listening), addresses_(addresses) {}

  std::unique_ptr<http::Handler> make() override {
    return std::make_unique<proxy::Driver>(worker_.loop_, worker_.worker_, *worker_.current_,
                                           listening_.key, addresses_, *worker_.sink_);
  }
  // Strangers cause these, so nothing louder than a number.
  void on_fault(const Error& error) override {
    telemetry::count_fault(worker_.services_.metrics.worker(worker_.worker_.index), error.code);
    log::debug(addresses_.peer_text() + " was cut off: " + error.code + ": " + error.detail);
  }
  void on_limit(telemetry::Limit limit) override { worker_.sink_->add(limit); }

 private:
  Worker& worker_;
  const Listening& listening_;
  const http::Addresses& addresses_;
};

// A TLS handshake with a client, known to the drain.
class Worker::Handshake : public boost::intrusive::list_base_hook<
                              boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
 public:
  void end() { cancel_.cancel(); }
  net::CancelSlot& cancel() { return cancel_; }

 private:
  net::CancelSlot cancel_;
};

Worker::Worker(unsigned index, const WorkerServices& services)
    : services_(services),
      random_(random_u64()),
      worker_{index, services.clock, random_, loop_},
      doorkeeper_(loop_, services.connections, services.metrics.worker(index)),
      sink_(std::make_unique<TelemetrySink>(index, services_)),
      current_(std::make_unique<Current>()),
      connections_(std::make_unique<Connections>()),
      handshakes_(std::make_unique<Handshakes>()) {}

Worker::~Worker() = default;

void Worker::add_port(net::TcpAcceptor acceptor, const proxy::Port& port) {
  listening_.push_back(std::make_unique<Listening>(Listening{std::move(acceptor), port.key}));
}

void Worker::use(std::shared_ptr<const void> owner, const proxy::Snapshot& snapshot) {
  current_->set(std::move(owner), snapshot);
}

void Worker::start() {
  for (const auto& listening : listening_) loop_.spawn(accept(*listening));
  thread_ = std::thread([this] { loop_.run(); });
}

void Worker::reload(std::shared_ptr<const void> owner, const proxy::Snapshot& snapshot,
                    std::vector<Addition> added) {
  loop_.post([this, owner = std::move(owner), &snapshot, added = std::move(added)]() mutable {
    if (draining_) return;
    for (const auto& listening : listening_) {
      boost::system::error_code ignored;
      if (snapshot.find(listening->key) == nullptr) listening->acceptor.close(ignored);
    }
    for (Addition& addition : added) {
      listening_.push_back(std::make_unique<Listening>(
          Listening{std::move(addition.acceptor), std::move(addition.key)}));
      loop_.spawn(accept(*listening_.back()));
    }
    use(owner, snapshot);
  });
}

Task<void> Worker::accept(Listening& listening) {
  ++tasks_;
  bool has_failed = false;
  while (!draining_) {
    boost::system::error_code error;
    auto socket = co_await listening.acceptor.async_accept(await_into(error));
    if (error == boost::asio::error::operation_aborted ||
        error == boost::asio::error::bad_descriptor)
      break;
    if (!error) {
      has_failed = false;
      admit(net::TcpSocket(std::move(socket)), listening);
      continue;
    }
    // Out of descriptors or memory. Those who are here go on and make room; whoever waits is told
    // when none was made in a while.
    if (has_failed) doorkeeper_.turn_away_waiting(listening.acceptor);
    has_failed = true;
    if (accept_trouble_.begins(std::chrono::steady_clock::now()))
      log::warn("accept: " + error.message());
    co_await net::sleep_for(loop_, kAcceptPause);
  }
  --tasks_;
}

void Worker::admit(net::TcpSocket socket, const Listening& listening) {
  boost::system::error_code error;
  const net::TcpEndpoint peer = socket.remote_endpoint(error);
  auto frontend = find_frontend(listening);
  if (error || !frontend) return;
  auto seat = doorkeeper_.admit(socket, peer.address(), frontend->connections);
  if (!seat) return;
  Admitted admitted{std::move(frontend), std::move(*seat), peer};
  loop_.spawn(serve(std::move(socket), std::move(admitted), listening));
}

Task<void> Worker::serve(net::TcpSocket socket, Admitted admitted, const Listening& listening) {
  ++tasks_;
  const proxy::Frontend& frontend = *admitted.frontend;
  boost::system::error_code error;
  const auto local = socket.local_endpoint(error);
  http::Addresses addresses{net::to_text(admitted.peer.address()), admitted.peer.port(),
                            net::to_text(local.address()), local.port()};
  std::unique_ptr<net::Stream> stream;
  net::set_usual_options(socket);
  if (!error) stream = co_await open(std::move(socket), listening, addresses);
  // Behind the handshake: the rules may ask for the client's certificate.
  if (stream != nullptr && may_connect(addresses, frontend)) {
    Drivers drivers(*this, listening, addresses);
    const auto serving =
        http::serve(settled(std::move(stream), addresses), loop_, frontend.http, drivers);
    Connection connection(*serving);
    connections_->push_back(connection);
    count_connection(listening, addresses);
    if (draining_) serving->finish_soon();  // accepted at the last moment
    co_await serving->run();
  }
  --tasks_;
}

bool Worker::may_connect(const http::Addresses& addresses, const proxy::Frontend& frontend) {
  if (!frontend.network_rules) return true;
  if (!arrival_) arrival_.emplace(worker_);
  arrival_->reset();
  arrival_->source = {addresses.peer, addresses.peer_port};
  arrival_->destination = {addresses.local, addresses.local_port};
  arrival_->tls = addresses.tls ? &*addresses.tls : nullptr;
  const auto allowed = exchange::evaluate_network_rules(*frontend.network_rules, *arrival_);
  if (allowed) return true;
  telemetry::count_closing(services_.metrics.worker(worker_.index),
                           telemetry::Closing::network_rules);
  log::debug("closed a connection from " + addresses.peer_text() + ": " + allowed.error().detail);
  return false;
}

// Null when a reload took the port away.
std::shared_ptr<const proxy::Frontend> Worker::find_frontend(const Listening& listening) const {
  const auto snapshot = current_->current();
  const proxy::Port* port = snapshot->find(listening.key);
  return port == nullptr ? nullptr : port->frontend;
}

Task<std::unique_ptr<net::Stream>> Worker::open(net::TcpSocket socket, const Listening& listening,
                                                http::Addresses& addresses) {
  const auto snapshot = current_->current();  // has the certificates; held until one was chosen
  const proxy::Port* const port = snapshot->find(listening.key);
  if (port == nullptr || !port->is_tls())
    co_return std::make_unique<net::TcpStream>(loop_, std::move(socket));
  Handshake handshake;
  handshakes_->push_back(handshake);
  if (draining_) handshake.end();
  const auto began = services_.clock.steady();
  const net::AcceptTls how{*port, loop_, port->frontend->handshake_timeout, handshake.cancel()};
  auto accepted = co_await net::accept_tls(std::move(socket), how);
  telemetry::WorkerMetrics& metrics = services_.metrics.worker(worker_.index);
  if (!accepted) {
    // Strangers cause these, so nothing louder than a number.
    telemetry::count_tls_failure(metrics, port->listeners.front().bind, accepted.error().reason);
    log::debug("TLS handshake with " + addresses.peer_text() + ": " + accepted.error().reason +
               ": " + accepted.error().detail);
    co_return nullptr;
  }
  const proxy::Listener& listener = *port->find(accepted->facts.server_name);
  telemetry::count_tls_handshake(metrics, {listener.bind, listener.gateway, listener.name, "https"},
                                 services_.clock.steady() - began);
  addresses.tls = std::move(accepted->facts);
  co_return std::move(accepted->stream);
}

// Without a handshake it is known with its first request only which of a port's listeners serves a
// connection; the first one counts.
void Worker::count_connection(const Listening& listening, const http::Addresses& addresses) {
  const auto snapshot = current_->current();
  const proxy::Port* port = snapshot->find(listening.key);
  if (port == nullptr || port->listeners.empty()) return;
  const proxy::Listener* chosen = &port->listeners.front();
  if (addresses.tls) chosen = port->find(addresses.tls->server_name);
  if (chosen == nullptr) return;  // a reload took it away meanwhile
  telemetry::count_connection(
      services_.metrics.worker(worker_.index),
      {chosen->bind, chosen->gateway, chosen->name, addresses.tls ? "https" : "http"});
}

void Worker::drain(std::chrono::milliseconds patience) {
  loop_.post([this, patience] { loop_.spawn(wind_down(patience)); });
}

Task<void> Worker::wind_down(std::chrono::milliseconds patience) {
  constexpr std::chrono::milliseconds kLook{10};
  draining_ = true;
  boost::system::error_code ignored;
  for (const auto& listening : listening_) listening->acceptor.close(ignored);
  for (Handshake& handshake : *handshakes_) handshake.end();
  for (Connection& connection : *connections_) connection.finish_soon();
  for (std::chrono::milliseconds waited{0}; tasks_ > 0 && waited < patience; waited += kLook)
    co_await net::sleep_for(loop_, kLook);
  for (Connection& connection : *connections_) connection.close_now();
  // What was aborted needs a moment to notice.
  for (int i = 0; tasks_ > 0 && i < 100; ++i) co_await net::sleep_for(loop_, kLook);
  loop_.stop();
}

void Worker::join() {
  if (thread_.joinable()) thread_.join();
}

}  // namespace jg::app
