// net/tcp.h - TCP: a stream over a socket, connecting, listening.
//
// Thread: one loop.
// Errors: net.connect, net.closed, net.listen.
#pragma once

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <memory>
#include <string>

#include "net/asio_operation.h"
#include "net/keep_alive.h"
#include "net/listen_address.h"
#include "net/loop.h"
#include "net/socket.h"
#include "net/stream.h"

namespace jg::net {

using TcpSocket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;
using TcpAcceptor = boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, Executor>;
using TcpEndpoint = boost::asio::ip::tcp::endpoint;

class TcpStream final : public Stream {
 public:
  TcpStream(Loop& loop, TcpSocket socket);

  using Stream::read_some;
  Task<Result<std::size_t>> read_some(ReadRoom room) override;
  Result<std::size_t> try_write(std::string_view bytes) override;
  Task<Result<void>> write_all(std::string_view bytes) override;
  void finish_writing() override;
  void cancel_read() override;
  void abort() override;
  bool peer_is_gone() override;
  bool is_quiet() override;
  void count(Cell& received, Cell& sent) override { socket_.count(received, sent); }

 private:
  Socket socket_;
};

// Out of the context's hands, into the poller's; -1 when it is closed.
int take_descriptor(TcpSocket socket);

// What every connection wants: no waiting for more to send, no blocking, probes.
void set_usual_options(TcpSocket& socket, const KeepAlive& keepalive = {});

// No timeout of its own: the caller aborts by closing `socket`.
Task<Result<void>> connect(TcpSocket& socket, TcpEndpoint endpoint, KeepAlive keepalive = {});

// Of a literal address.
Result<TcpEndpoint> endpoint_of(const ListenAddress& address);

// A listening socket with SO_REUSEPORT, so that each worker has its own and the kernel spreads
// connections.
Result<TcpAcceptor> listen(Loop& loop, const ListenAddress& address);

// "127.0.0.1" / "::1" (a v4-mapped address is shown as v4).
std::string to_text(const boost::asio::ip::address& address);

}  // namespace jg::net
