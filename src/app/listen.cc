#include "app/listen.h"

#include "base/log.h"
#include "net/handover.h"

namespace jg::app {
namespace {

// IPv6 may be switched off on the machine: then dual stack means IPv4.
Result<net::TcpAcceptor> listen_dual(net::Loop& loop, net::ListenAddress address) {
  auto acceptor = net::listen(loop, address);
  if (acceptor || address.address != "[::]") return acceptor;
  address.address = "0.0.0.0";
  auto fallback = net::listen(loop, address);
  return fallback ? std::move(fallback) : std::move(acceptor);
}

std::string shown(const net::TcpAcceptor& acceptor) {
  boost::system::error_code ignored;
  const auto endpoint = acceptor.local_endpoint(ignored);
  const std::string address = endpoint.address().to_string();
  return (endpoint.address().is_v6() ? "[" + address + "]" : address) + ":" +
         std::to_string(endpoint.port());
}

// During a restart that is as it should be; at any other time two instances share the requests.
void tell_of_others(const net::ListenAddress& address) {
  if (address.port != 0 && net::has_listener(address))
    log::info("somebody listens already on " + address.address + ":" +
              std::to_string(address.port) + "; new connections are shared with them");
}

}  // namespace

// The first to bind port 0 learns which one the others share.
Result<std::vector<net::TcpAcceptor>> listen_at(const proxy::Port& port,
                                                std::span<net::Loop* const> loops) {
  std::vector<net::TcpAcceptor> acceptors;
  net::ListenAddress address = port.address;
  tell_of_others(address);
  for (net::Loop* loop : loops) {
    auto acceptor = listen_dual(*loop, address);
    if (!acceptor) return std::unexpected(std::move(acceptor.error()));
    boost::system::error_code ignored;
    address.port = acceptor->local_endpoint(ignored).port();
    acceptors.push_back(std::move(*acceptor));
  }
  for (const proxy::Listener& listener : port.listeners)
    log::info("listening gateway=" + listener.gateway + " listener=" + listener.name +
              " address=" + shown(acceptors.front()));
  return acceptors;
}

Result<net::TcpAcceptor> listen_at(const ServiceAddress& address, std::string_view service,
                                   net::Loop& loop) {
  tell_of_others({address.host, address.port});
  auto acceptor = listen_dual(loop, {address.host, address.port});
  if (!acceptor) {
    acceptor.error().detail = std::string(service) + ": " + acceptor.error().detail;
    return acceptor;
  }
  log::info("listening service=" + std::string(service) + " address=" + shown(*acceptor));
  return acceptor;
}

}  // namespace jg::app
