// net/tls_pair_fake.h - a client and a server on one loop that shake hands, for tests.
#pragma once

#include <map>

#include "net/certificate_fake.h"
#include "net/loop_fake.h"
#include "net/tls_accept.h"
#include "net/tls_connect.h"
#include "net/tls_stream.h"

namespace jg::net {

class ChooserFake final : public TlsChooser {
 public:
  std::map<std::string, std::shared_ptr<const TlsServerContext>, std::less<>> by_name;

  std::shared_ptr<const TlsServerContext> choose(std::string_view name) const override {
    const auto found = by_name.find(name);
    return found == by_name.end() ? nullptr : found->second;
  }
  const TlsServerContext& any() const override { return *by_name.begin()->second; }
};

struct TlsPairFake {
  Loop loop;
  TicketKeys tickets;
  CertificateFake root = make_root();
  CertificateFake leaf = make_certificate({.name = "a.test", .alt_names = "DNS:a.test"}, &root);
  TlsServerSettings server{
      .name = "a", .credentials = leaf.credentials(), .client_roots = {}, .protocol = {}};
  TlsClientSettings client{.roots = root.pem(),
                           .credentials = {},
                           .verify = Verify::all,
                           .alt_names = {},
                           .protocol = {}};
  std::string name = "a.test";
  std::chrono::milliseconds timeout{0};
  std::shared_ptr<TlsSession> session;
  ChooserFake chooser;
  CancelSlot cancel;

  std::optional<std::expected<AcceptedTls, HandshakeFailure>> accepted;
  std::optional<Result<TlsConnection>> connected;

  TlsPairFake() { server.protocol.alpn = {"h2", "http/1.1"}; }

  struct Sockets {
    TcpSocket near, far;
  };
  Sockets connect_sockets() {
    Sockets out{TcpSocket(loop.context().get_executor()), TcpSocket(loop.context().get_executor())};
    auto acceptor = listen(loop, {"127.0.0.1", 0});
    out.near.connect(acceptor->local_endpoint());
    acceptor->accept(out.far);
    set_usual_options(out.near);
    set_usual_options(out.far);
    return out;
  }

  void serve(const std::string& as, const TlsServerSettings& settings) {
    chooser.by_name[as] = *TlsServerContext::make(settings, tickets);
  }

  // The server's half alone, with whoever holds the other socket.
  void accept(TcpSocket socket) {
    if (chooser.by_name.empty()) serve(name, server);
    const AcceptTls how{chooser, loop, timeout, cancel};
    loop.spawn(keep_result(accept_tls(std::move(socket), how), accepted));
  }

  // Both halves, until each has ended well or badly.
  void shake_hands() {
    accepted.reset();
    connected.reset();
    Sockets sockets = connect_sockets();
    const auto context = *TlsClientContext::make(client);
    accept(std::move(sockets.far));
    const ConnectTls how{*context, name, loop, timeout, session};
    loop.spawn(keep_result(connect_tls(std::move(sockets.near), how), connected));
    turn_until(loop, [&] { return connected.has_value(); });
    turn_until(loop, [&] { return accepted.has_value(); });
  }

  Stream& at_server() { return *(*accepted)->stream; }
  Stream& at_client() { return *(*connected)->stream; }
  bool was_resumed() { return SSL_session_reused(static_cast<TlsStream&>(at_client()).ssl()) == 1; }
};

}  // namespace jg::net
