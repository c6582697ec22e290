// app/door.h - one worker's door to a port: its listening socket and the connections that came in by
// it.
//
// Owner:  the worker. Thread: its loop.
// Limits: kHandshakes, which handshakes under way have to end when the door closes; Grace for the
//         connections behind it.
#pragma once

#include <boost/intrusive/list.hpp>
#include <chrono>
#include <memory>
#include <string>

#include "app/door_frame.h"
#include "app/front_connection.h"
#include "net/event.h"
#include "net/tcp.h"

namespace jg::app {

// How a door closes. For `least` everything goes on, but every answer tells its client to take
// another connection; after `most`, what is left is ended. Both from the beginning.
struct Grace {
  std::chrono::milliseconds least{0};
  std::chrono::milliseconds most{5000};
};

struct DoorReport {
  std::string port;  // its key
  bool listens = false;
  bool closing = false;
  std::size_t connections = 0;
  std::size_t requests = 0;  // under way
};

class Door final : private proxy::SnapshotSource {
 public:
  static constexpr std::chrono::milliseconds kHandshakes{250};

  // `key` is that of the proxy::Port; the process has `sockets` doors to it, one for each worker.
  Door(const DoorFrame& frame, std::string key, net::TcpAcceptor acceptor, unsigned sockets);
  ~Door() override;

  const std::string& key() const { return key_; }
  void open();

  // Connections of a port that the snapshots to come do not have are served by this one.
  void stay_with(std::shared_ptr<const proxy::Snapshot> last) { last_ = std::move(last); }
  // Ends when there is neither socket nor connection any more, or some moments after `grace`.
  Task<void> close(Grace grace);
  bool is_closing() const { return closing_; }
  bool is_empty() const { return tasks_ == 0; }
  DoorReport report() const;

 private:
  using Connections =
      boost::intrusive::list<FrontConnection, boost::intrusive::constant_time_size<false>>;

  std::shared_ptr<const proxy::Snapshot> current() const override {
    return last_ ? last_ : frame_.snapshots.current();
  }
  Task<void> accept();
  void admit(net::TcpSocket socket);
  Task<void> serve(net::TcpSocket socket, Admitted admitted);
  std::shared_ptr<const proxy::Frontend> find_frontend() const;
  Task<void> stop_listening();
  Task<void> until_all_left(std::chrono::milliseconds patience);

  const DoorFrame frame_;
  const std::string key_;
  const unsigned sockets_;
  net::TcpAcceptor acceptor_;
  Connections connections_;
  std::size_t tasks_ = 0;  // accepting and serving
  net::Event changed_;     // no task is left, or it was waited long enough
  std::shared_ptr<const proxy::Snapshot> last_;
  bool closing_ = false;
};

}  // namespace jg::app
