// app/service_server.h - puts one of the gateway's own servers (admin, stats, readiness) on an
// address.
//
// Owner:  the server. Thread: the control loop.
#pragma once

#include <functional>
#include <string>

#include "admin/router.h"
#include "http/server.h"
#include "net/tcp.h"

namespace jg::app {

class ServiceServer {
 public:
  using Answer = std::function<admin::AdminResponse(const admin::AdminRequest&)>;

  ServiceServer(net::Loop& loop, Answer answer) : loop_(loop), answer_(std::move(answer)) {}
  void start(net::TcpAcceptor acceptor);
  void stop();

 private:
  Task<void> accept();
  Task<void> serve(net::TcpSocket socket);

  net::Loop& loop_;
  Answer answer_;
  http::ServerLimits limits_;
  std::optional<net::TcpAcceptor> acceptor_;
};

}  // namespace jg::app
