#include "net/tcp.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <boost/asio/ip/v6_only.hpp>
#include <cerrno>

namespace jg::net {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

std::unexpected<Error> closed(int error) {
  return fail(Blame::client, "net.closed",
              error_code(error, boost::system::system_category()).message());
}

// From this side: closed, timed out, or nobody wants to read on.
std::unexpected<Error> aborted() { return fail(Blame::client, "net.closed", "Operation canceled"); }

std::unexpected<Error> listen_failed(const ListenAddress& at, const error_code& error) {
  return fail(Blame::config, "net.listen",
              at.address + ":" + std::to_string(at.port) + ": " + error.message());
}

}  // namespace

TcpStream::TcpStream(Loop& loop, TcpSocket socket)
    : socket_(loop, take_descriptor(std::move(socket))) {}

Task<Result<std::size_t>> TcpStream::read_some(ReadRoom room) {
  while (true) {
    const bool open = co_await socket_.until_readable();
    if (!open) co_return aborted();
    const std::span<char> to = room.find();
    const ssize_t got = socket_.receive(to.data(), to.size());
    if (got >= 0) co_return static_cast<std::size_t>(got);
    if (errno != EAGAIN && errno != EWOULDBLOCK) co_return closed(errno);
  }
}

Result<std::size_t> TcpStream::try_write(std::string_view bytes) {
  if (!socket_.is_open()) return aborted();
  const ssize_t sent = socket_.send(bytes);
  if (sent >= 0) return static_cast<std::size_t>(sent);
  if (errno == EAGAIN || errno == EWOULDBLOCK) return std::size_t{0};
  return closed(errno);
}

Task<Result<void>> TcpStream::write_all(std::string_view bytes) {
  while (!bytes.empty()) {
    const bool open = co_await socket_.until_writable();
    if (!open) co_return aborted();
    auto sent = try_write(bytes);
    if (!sent) co_return std::unexpected(std::move(sent.error()));
    bytes.remove_prefix(*sent);
  }
  co_return Result<void>{};
}

void TcpStream::finish_writing() { socket_.finish_writing(); }
void TcpStream::cancel_read() { socket_.cancel_read(); }
void TcpStream::abort() { socket_.close(); }
bool TcpStream::peer_is_gone() { return socket_.peer_is_gone(); }
bool TcpStream::is_quiet() { return socket_.is_quiet(); }

int take_descriptor(TcpSocket socket) {
  error_code error;
  const int descriptor = socket.release(error);
  return error ? -1 : descriptor;
}

void set_usual_options(TcpSocket& socket, const KeepAlive& keepalive) {
  using asio::detail::socket_option::integer;
  error_code ignored;
  socket.set_option(asio::ip::tcp::no_delay(true), ignored);
  socket.non_blocking(true, ignored);
  socket.set_option(asio::socket_base::keep_alive(keepalive.enabled), ignored);
  if (!keepalive.enabled) return;
  const auto whole = [](std::chrono::seconds time) { return static_cast<int>(time.count()); };
  socket.set_option(integer<IPPROTO_TCP, TCP_KEEPIDLE>(whole(keepalive.time)), ignored);
  socket.set_option(integer<IPPROTO_TCP, TCP_KEEPINTVL>(whole(keepalive.interval)), ignored);
  socket.set_option(integer<IPPROTO_TCP, TCP_KEEPCNT>(keepalive.retries), ignored);
}

Task<Result<void>> connect(TcpSocket& socket, TcpEndpoint endpoint, KeepAlive keepalive) {
  error_code error;
  co_await socket.async_connect(endpoint, await_into(error));
  if (error) co_return fail(Blame::upstream, "net.connect", error.message(), Remedy::retry_later);
  set_usual_options(socket, keepalive);
  co_return Result<void>{};
}

Result<TcpEndpoint> endpoint_of(const ListenAddress& at) {
  std::string_view text = at.address;
  if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
  error_code error;
  const auto address = asio::ip::make_address(text, error);
  if (error) return listen_failed(at, error);
  return TcpEndpoint(address, at.port);
}

Result<TcpAcceptor> listen(Loop& loop, const ListenAddress& at) {
  const auto endpoint = endpoint_of(at);
  if (!endpoint) return std::unexpected(endpoint.error());
  error_code error;
  TcpAcceptor acceptor(loop.context().get_executor());
  acceptor.open(endpoint->protocol(), error);
  if (error) return listen_failed(at, error);
  acceptor.set_option(asio::socket_base::reuse_address(true), error);
  using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;
  acceptor.set_option(ReusePort(true), error);
  if (error) return listen_failed(at, error);
  if (endpoint->address().is_v6()) acceptor.set_option(asio::ip::v6_only(false), error);
  acceptor.bind(*endpoint, error);
  if (error) return listen_failed(at, error);
  acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) return listen_failed(at, error);
  return acceptor;
}

std::string to_text(const boost::asio::ip::address& address) {
  if (address.is_v6() && address.to_v6().is_v4_mapped())
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
  // Without the interface of a link-local one: it is no part of the peer's address.
  if (address.is_v6()) return asio::ip::make_address_v6(address.to_v6().to_bytes()).to_string();
  return address.to_string();
}

}  // namespace jg::net
