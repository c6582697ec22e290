// net/tls_facts.h - what the handshake with a client settled.
//
// Owner: the connection. Thread: its loop's.
// Trust: `certificate` was verified; `server_name` is the client's word.
#pragma once

#include <memory>
#include <string>

#include "net/peer_certificate.h"
#include "net/tls_settings.h"

namespace jg::net {

struct TlsFacts {
  std::string server_name;  // as the client asked for it, in lower case; empty when it named none
  std::string alpn;         // "h2", "http/1.1"; empty when nothing was negotiated
  TlsVersion version = TlsVersion::tls13;
  // The digest of the roots that the client's certificate had to come from; empty: none was asked
  // for.
  std::string client_trust;
  std::shared_ptr<const PeerCertificate> certificate;  // the client's; null without one
};

}  // namespace jg::net
