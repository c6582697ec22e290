// net/tls_hello.h - the handshake at hand, and what OpenSSL asks about it.
//
// A connection begins with any of the port's contexts and changes to the chosen one while the
// client's first message is read. OpenSSL takes certificate, roots and ciphers from the context it
// changed to; what it copied into the connection before is put right here.
// Owner:  a Hello is accept_tls()'s own; the connection's app data points to it meanwhile.
// Thread: one loop.
// Trust:  the message is a stranger's.
#pragma once

#include <memory>
#include <string>

#include "net/openssl.h"
#include "net/tls_server.h"

namespace jg::net {

struct TlsServerContext::Impl {
  SslContextOwner context;
  TlsSettings protocol;
  std::string groups;
  std::string alpn;
  std::string client_trust;
  std::shared_ptr<const PeerCertificate> certificate;
  SystemTime expiry;
};

struct Hello {
  const TlsChooser& chooser;
  std::shared_ptr<const TlsServerContext> chosen = nullptr;
  std::string server_name = {};
  bool has_unknown_name = false;
};

// SSL_CTX_set_client_hello_cb and SSL_CTX_set_alpn_select_cb.
int on_client_hello(SSL* ssl, int* alert, void* unused);
int on_alpn(SSL* ssl, const unsigned char** out, unsigned char* out_size,
            const unsigned char* offered, unsigned size, void* unused);

}  // namespace jg::net
