// net/tls_accept.h - takes an accepted socket through the TLS handshake and tells what it settled.
//
// The name that the client asks for (SNI) picks one of several contexts; all of that one's settings
// hold, whichever it is.
// Owner:  whoever accepted. Thread: one loop.
// Errors: a handshake that fails says why as a word for a metric and a detail for the log.
// Trust:  nothing of a peer is known before accept_tls() has ended well.
#pragma once

#include <expected>
#include <memory>
#include <string>

#include "net/cancel.h"
#include "net/stream.h"
#include "net/tcp.h"
#include "net/tls_facts.h"
#include "net/tls_server.h"

namespace jg::net {

struct AcceptedTls {
  std::unique_ptr<Stream> stream;
  TlsFacts facts;
};

struct HandshakeFailure {
  // timeout, closed, not_tls, name, version, alpn, no_certificate, certificate, other
  const char* reason;
  std::string detail;
};

struct AcceptTls {
  const TlsChooser& chooser;  // only asked before it returns
  Loop& loop;
  std::chrono::milliseconds timeout;
  CancelSlot& cancel;  // ends the handshake
};

Task<std::expected<AcceptedTls, HandshakeFailure>> accept_tls(TcpSocket socket, AcceptTls how);

}  // namespace jg::net
