// net/tls_client.h - TLS towards an upstream: certificate and name checked, always.
//
// Owner:  TlsClientContext is shared by a worker's connections. Thread: one loop.
// Errors: net.tls, with OpenSSL's reason.
// Spec:   TLS 1.2 and 1.3; RFC 6066 SNI; RFC 9525 name checks (by OpenSSL's X509 host check).
#pragma once

#include <memory>
#include <string>

#include "net/stream.h"
#include "net/tcp.h"

namespace jg::net {

class TlsClientContext {
 public:
  // Trusts the system's roots; SSL_CERT_FILE and SSL_CERT_DIR are honoured, as OpenSSL does.
  TlsClientContext();
  ~TlsClientContext();
  struct Impl;
  Impl& impl() const { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

// Takes a connected socket through the handshake, within `timeout`.
Task<Result<std::unique_ptr<Stream>>> connect_tls(const TlsClientContext& context, TcpSocket socket,
                                                  std::string server_name, DeadlineList& deadlines,
                                                  std::chrono::milliseconds timeout);

}  // namespace jg::net
