// app/config/tls.h - TLS in front as written: a listener's `tls`, and what `frontendPolicies.tls`
// says for all.
//
// Spec: agentgateway's LocalTLSServerConfig and frontend TLS. `mode: dynamicCa` and `spiffe` are
//       refused.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "config/schema.h"
#include "config/sources.h"
#include "net/tls_settings.h"

namespace jg::app {

// What may be negotiated; absent is left to whoever is asked next.
struct TlsNegotiation {
  std::optional<net::TlsVersion> least;
  std::optional<net::TlsVersion> most;
  std::vector<std::string> cipher_suites;
  std::vector<std::string> groups;
};

struct TlsConfig {
  config::TextSource cert;
  config::TextSource key;
  std::optional<config::TextSource> root;  // a client must have a certificate of one of these
  TlsNegotiation negotiation;
  config::Place place;
};

struct FrontendTls {
  std::chrono::milliseconds handshake_timeout{15'000};
  std::vector<std::string> alpn;
  TlsNegotiation negotiation;
};

config::Type<TlsConfig> tls_type();
config::Type<FrontendTls> frontend_tls_type();

// The listener's word counts, then that for all.
net::TlsSettings negotiate(const TlsNegotiation& listener, const FrontendTls& all);

}  // namespace jg::app
