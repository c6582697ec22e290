// app/listen.h - opens the gateway's listening sockets and tells the operator where.
//
// Errors: net.listen.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "app/config/static_config.h"
#include "net/tcp.h"
#include "proxy/snapshot.h"

namespace jg::app {

// A socket of the port for each loop, in their order; all of them or none.
Result<std::vector<net::TcpAcceptor>> listen_at(const proxy::Port& port,
                                                std::span<net::Loop* const> loops);

// For one of the gateway's own servers.
Result<net::TcpAcceptor> listen_at(const ServiceAddress& address, std::string_view service,
                                   net::Loop& loop);

}  // namespace jg::app
