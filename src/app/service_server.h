// app/service_server.h - puts one of the gateway's own servers (admin, stats, readiness) on an
// address.
//
// Owner:  the server. Thread: the control loop.
// Limits: kMostBodyBytes of a POST; kMostConnections; the one more that comes takes the place of the
//         oldest, so that who holds connections keeps nobody out. Time for a head, for a write and
//         between requests.
// Trust:  anybody may connect to statistics and readiness.
#pragma once

#include <boost/intrusive/list.hpp>
#include <functional>
#include <memory>
#include <optional>

#include "admin/router.h"
#include "http/server.h"
#include "net/tcp.h"

namespace jg::app {

class ServiceServer {
 public:
  static constexpr std::size_t kMostConnections = 64;
  static constexpr std::size_t kMostBodyBytes = 64 * 1024;
  using Answer = std::function<Task<admin::AdminResponse>(const admin::AdminRequest&)>;

  ServiceServer(net::Loop& loop, Answer answer);
  ~ServiceServer();
  void start(net::TcpAcceptor acceptor);
  // When another instance serves the same address, whoever comes from now on comes to that one.
  void yield();
  void stop();

 private:
  class Connection;
  using Connections =
      boost::intrusive::list<Connection, boost::intrusive::constant_time_size<false>>;

  Task<void> accept();
  void make_room();
  Task<void> serve(net::TcpSocket socket);

  net::Loop& loop_;
  const Answer answer_;
  const http::ServerLimits limits_;
  std::optional<net::TcpAcceptor> acceptor_;
  std::unique_ptr<Connections> connections_;  // the oldest first
};

}  // namespace jg::app
