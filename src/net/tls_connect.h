// net/tls_connect.h - takes a connected socket through the TLS handshake with an upstream.
//
// Owner:  whoever connected. Thread: one loop.
// Errors: net.tls, with OpenSSL's reason.
// Spec:   RFC 6066 (SNI); RFC 9525 (names, by OpenSSL's X509 host check).
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "net/stream.h"
#include "net/tcp.h"
#include "net/tls_client.h"

namespace jg::net {

struct TlsConnection {
  std::unique_ptr<Stream> stream;
  std::string alpn;  // what the server chose of what was offered; empty for nothing
};

// `context` and what it names live until connect_tls() returns.
struct ConnectTls {
  const TlsClientContext& context;
  std::string server_name;  // SNI and the name that is checked
  Loop& loop;
  std::chrono::milliseconds timeout;
  std::shared_ptr<TlsSession> session = nullptr;  // of this loop
  std::optional<std::string> protocol = {};       // offered alone, whatever the context offers
};

// Takes a connected socket through the handshake.
Task<Result<TlsConnection>> connect_tls(TcpSocket socket, ConnectTls how);

}  // namespace jg::net
