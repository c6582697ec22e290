#include "net/tcp.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/write.hpp>
#include <cerrno>

namespace jg::net {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

// agentgateway's keepalive; the system's own default would wait two hours.
constexpr int kProbeAfterSeconds = 180;
constexpr int kProbeEverySeconds = 60;
constexpr int kProbes = 3;

std::unexpected<Error> closed(const error_code& error) {
  return fail(Blame::client, "net.closed", error.message());
}

}  // namespace

Task<Result<std::size_t>> TcpStream::read_some(char* to, std::size_t size) {
  error_code error;
  const std::size_t count =
      co_await socket_.async_receive(asio::buffer(to, size), asio::redirect_error(use_task, error));
  if (error == asio::error::eof) co_return std::size_t{0};
  if (error) co_return closed(error);
  co_return count;
}

Result<std::size_t> TcpStream::try_write(std::string_view bytes) {
  const ssize_t sent =
      ::send(socket_.native_handle(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent >= 0) return static_cast<std::size_t>(sent);
  if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) return std::size_t{0};
  return closed(error_code(errno, boost::system::system_category()));
}

Task<Result<void>> TcpStream::write_all(std::string_view bytes) {
  error_code error;
  co_await asio::async_write(socket_, asio::buffer(bytes.data(), bytes.size()),
                             asio::redirect_error(use_task, error));
  if (error) co_return closed(error);
  co_return Result<void>{};
}

void TcpStream::finish_writing() {
  error_code ignored;
  socket_.shutdown(TcpSocket::shutdown_send, ignored);
}

void TcpStream::cancel_read() {
  error_code ignored;
  socket_.cancel(ignored);
}

bool TcpStream::peer_is_gone() { return net::peer_is_gone(socket_.native_handle()); }

void TcpStream::abort() {
  error_code ignored;
  socket_.close(ignored);
}

bool TcpStream::is_quiet() {
  char byte;
  const ssize_t got = ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

bool peer_is_gone(int socket) {
  pollfd watched{socket, POLLRDHUP, 0};
  return ::poll(&watched, 1, 0) > 0 && (watched.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
}

void set_usual_options(TcpSocket& socket) {
  using asio::detail::socket_option::integer;
  error_code ignored;
  socket.set_option(asio::ip::tcp::no_delay(true), ignored);
  socket.set_option(asio::socket_base::keep_alive(true), ignored);
  socket.set_option(integer<IPPROTO_TCP, TCP_KEEPIDLE>(kProbeAfterSeconds), ignored);
  socket.set_option(integer<IPPROTO_TCP, TCP_KEEPINTVL>(kProbeEverySeconds), ignored);
  socket.set_option(integer<IPPROTO_TCP, TCP_KEEPCNT>(kProbes), ignored);
  socket.non_blocking(true, ignored);
}

Task<Result<void>> connect(TcpSocket& socket, TcpEndpoint endpoint) {
  error_code error;
  co_await socket.async_connect(endpoint, asio::redirect_error(use_task, error));
  if (error) co_return fail(Blame::upstream, "net.connect", error.message(), Remedy::retry_later);
  set_usual_options(socket);
  co_return Result<void>{};
}

Result<TcpAcceptor> listen(Loop& loop, const ListenAddress& at) {
  const auto failed = [&](const error_code& error) {
    return fail(Blame::config, "net.listen",
                at.address + ":" + std::to_string(at.port) + ": " + error.message());
  };
  std::string text = at.address;
  if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
  error_code error;
  const auto address = asio::ip::make_address(text, error);
  if (error) return failed(error);
  const TcpEndpoint endpoint(address, at.port);
  TcpAcceptor acceptor(loop.context().get_executor());
  acceptor.open(endpoint.protocol(), error);
  if (error) return failed(error);
  acceptor.set_option(asio::socket_base::reuse_address(true), error);
  using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;
  acceptor.set_option(ReusePort(true), error);
  if (error) return failed(error);
  if (address.is_v6()) acceptor.set_option(asio::ip::v6_only(false), error);
  acceptor.bind(endpoint, error);
  if (error) return failed(error);
  acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) return failed(error);
  return acceptor;
}

std::string to_text(const boost::asio::ip::address& address) {
  if (address.is_v6() && address.to_v6().is_v4_mapped())
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
  return address.to_string();
}

}  // namespace jg::net
