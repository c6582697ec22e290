#include "app/door.h"

#include "base/log.h"
#include "net/alarm.h"
#include "net/asio_operation.h"
#include "net/handover.h"

namespace jg::app {
namespace {

constexpr std::chrono::milliseconds kAcceptPause{50};  // when the process is out of descriptors

}  // namespace

Door::Door(const DoorFrame& frame, std::string key, net::TcpAcceptor acceptor, unsigned sockets)
    : frame_(frame),
      key_(std::move(key)),
      sockets_(sockets),
      acceptor_(std::move(acceptor)),
      changed_(frame.loop) {}

Door::~Door() = default;

void Door::open() { frame_.loop.spawn(accept()); }

DoorReport Door::report() const {
  DoorReport report{.port = key_, .listens = acceptor_.is_open(), .closing = closing_};
  for (const FrontConnection& connection : connections_) {
    ++report.connections;
    report.requests += connection.under_way();
  }
  return report;
}

Task<void> Door::accept() {
  ++tasks_;
  bool has_failed = false;
  while (acceptor_.is_open()) {
    boost::system::error_code error;
    auto socket = co_await acceptor_.async_accept(await_into(error));
    if (!error) {
      has_failed = false;
      admit(net::TcpSocket(std::move(socket)));
      continue;
    }
    if (!acceptor_.is_open()) break;
    // Out of descriptors or memory. Those who are here go on and make room; whoever waits is told
    // when none was made in a while.
    if (has_failed) frame_.doorkeeper.turn_away_waiting(acceptor_);
    has_failed = true;
    if (frame_.accept_trouble.begins(std::chrono::steady_clock::now()))
      log::warn("accept: " + error.message());
    co_await net::sleep_for(frame_.loop, kAcceptPause);
  }
  if (--tasks_ == 0) changed_.set();
}

void Door::admit(net::TcpSocket socket) {
  boost::system::error_code error;
  const net::TcpEndpoint peer = socket.remote_endpoint(error);
  auto frontend = find_frontend();
  if (error || !frontend) return;
  auto seat = frame_.doorkeeper.admit(socket, peer.address(), frontend->connections);
  if (!seat) return;
  ++tasks_;
  frame_.loop.spawn(serve(std::move(socket), {std::move(frontend), std::move(*seat), peer}));
}

Task<void> Door::serve(net::TcpSocket socket, Admitted admitted) {
  {
    FrontConnection connection(frame_, *this, key_, std::move(admitted));
    connections_.push_back(connection);
    if (closing_) connection.finish_soon();
    co_await connection.run(std::move(socket));
  }
  if (--tasks_ == 0) changed_.set();
}

std::shared_ptr<const proxy::Frontend> Door::find_frontend() const {
  const auto snapshot = current();
  const proxy::Port* port = snapshot->find(key_);
  return port == nullptr ? nullptr : port->frontend;
}

Task<void> Door::close(Grace grace) {
  closing_ = true;
  for (auto next = connections_.begin(); next != connections_.end();) (next++)->finish_soon();
  const auto begin = std::chrono::steady_clock::now();
  if (grace.least.count() > 0) co_await net::sleep_for(frame_.loop, grace.least);
  co_await stop_listening();
  const auto gone = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - begin);
  if (gone < grace.most) co_await until_all_left(grace.most - gone);
  for (auto next = connections_.begin(); next != connections_.end();) (next++)->close_now();
  // What was aborted needs a moment to notice.
  constexpr std::chrono::milliseconds kMoment{1000};
  co_await until_all_left(kMoment);
}

// As net/handover.h says it.
Task<void> Door::stop_listening() {
  const int descriptor = acceptor_.native_handle();
  net::steer_to_others(descriptor, sockets_);
  net::turn_new_away(descriptor);
  co_await net::sleep_for(frame_.loop, kHandshakes);
  net::stop_steering(descriptor);
  boost::system::error_code error;
  acceptor_.non_blocking(true, error);
  while (!error) {
    net::TcpSocket socket(frame_.loop.context().get_executor());
    acceptor_.accept(socket, error);
    if (!error) admit(std::move(socket));
    if (error == boost::asio::error::connection_aborted) error.clear();  // its client went away
  }
  acceptor_.close(error);
}

Task<void> Door::until_all_left(std::chrono::milliseconds patience) {
  if (tasks_ == 0) co_return;
  changed_.reset();
  net::Alarm alarm(changed_);
  alarm.set(frame_.loop.deadlines(), patience);
  co_await changed_.wait();
}

}  // namespace jg::app
