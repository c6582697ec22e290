#include "app/front_connection.h"

#include "base/log.h"
#include "net/tls_accept.h"

namespace jg::app {

FrontConnection::FrontConnection(const DoorFrame& frame, const proxy::SnapshotSource& snapshots,
                                 std::string_view port, Admitted admitted)
    : frame_(frame), snapshots_(snapshots), port_(port), admitted_(std::move(admitted)) {}

Task<void> FrontConnection::run(net::TcpSocket socket) {
  boost::system::error_code error;
  const auto local = socket.local_endpoint(error);
  if (error) co_return;
  addresses_ = {net::to_text(admitted_.peer.address()), admitted_.peer.port(),
                net::to_text(local.address()), local.port()};
  net::set_usual_options(socket);
  auto stream = co_await open(std::move(socket));
  // Behind the handshake: the rules may ask for the client's certificate.
  if (stream == nullptr || !frame_.rules.admit(addresses_, *admitted_.frontend)) co_return;
  telemetry::ConnectionCells& cells = find_cells();
  cells.opened.add(1);
  stream->count(cells.received_bytes, cells.sent_bytes);
  serving_ = http::serve(settled(std::move(stream)), frame_.loop, admitted_.frontend->http, *this);
  if (finishing_) serving_->finish_soon();
  co_await serving_->run();
  cells.closed.add(1);
}

void FrontConnection::finish_soon() {
  finishing_ = true;
  if (serving_) serving_->finish_soon();
}

void FrontConnection::close_now() {
  finishing_ = true;
  handshake_.cancel();
  if (serving_) serving_->close_now();
}

std::unique_ptr<http::Handler> FrontConnection::make() {
  return std::make_unique<proxy::Driver>(frame_.loop, frame_.worker, snapshots_, port_, addresses_,
                                         frame_.sink);
}

void FrontConnection::on_fault(const Error& error) {
  telemetry::count_fault(frame_.metrics, error.code);
  log::debug(addresses_.peer_text() + " was cut off: " + error.code + ": " + error.detail);
}

Task<std::unique_ptr<net::Stream>> FrontConnection::open(net::TcpSocket socket) {
  const auto snapshot = snapshots_.current();  // has the certificates; held until one was chosen
  const proxy::Port* const port = snapshot->find(port_);
  if (port == nullptr || !port->is_tls())
    co_return std::make_unique<net::TcpStream>(frame_.loop, std::move(socket));
  const Clock& clock = frame_.worker.clock;
  const auto began = clock.steady();
  const net::AcceptTls how{*port, frame_.loop, port->frontend->handshake_timeout, handshake_};
  auto accepted = co_await net::accept_tls(std::move(socket), how);
  if (!accepted) {
    const net::HandshakeFailure& failure = accepted.error();
    telemetry::count_tls_failure(frame_.metrics, port->listeners.front().bind, failure.reason);
    log::debug("TLS handshake with " + addresses_.peer_text() + ": " + failure.reason + ": " +
               failure.detail);
    co_return nullptr;
  }
  const proxy::Listener& listener = *port->find(accepted->facts.server_name);
  telemetry::count_tls_handshake(frame_.metrics,
                                 {listener.bind, listener.gateway, listener.name, "https"},
                                 clock.steady() - began);
  addresses_.tls = std::make_shared<const net::TlsFacts>(std::move(accepted->facts));
  co_return std::move(accepted->stream);
}

// By TLS only what was negotiated is spoken (RFC 9113 section 3.2).
http::ServedConnection FrontConnection::settled(std::unique_ptr<net::Stream> stream) const {
  using http::Protocol;
  if (!addresses_.tls) return {std::move(stream), "http", Protocol::either};
  const bool is_http2 = addresses_.tls->alpn == "h2";
  return {std::move(stream), "https", is_http2 ? Protocol::http2 : Protocol::http1};
}

// Without a handshake it is known with its first request only which of a port's listeners serves a
// connection; the first one counts. None when a reload took it away meanwhile.
telemetry::ConnectionCells& FrontConnection::find_cells() const {
  const auto snapshot = snapshots_.current();
  const proxy::Port* port = snapshot->find(port_);
  const proxy::Listener* chosen = nullptr;
  if (port != nullptr && addresses_.tls)
    chosen = port->find(addresses_.tls->server_name);
  else if (port != nullptr && !port->listeners.empty())
    chosen = &port->listeners.front();
  if (chosen == nullptr) return telemetry::connection_cells(frame_.metrics, {});
  return telemetry::connection_cells(frame_.metrics, {chosen->bind, chosen->gateway, chosen->name,
                                                      addresses_.tls ? "https" : "http"});
}

}  // namespace jg::app
