// net/tls_client_impl.h - what client contexts and sessions hold, for who connects with them.
//
// Thread: as tls_client.h says.
#pragma once

#include <string>
#include <vector>

#include "net/openssl.h"
#include "net/tls_client.h"

namespace jg::net {

struct TlsClientContext::Impl {
  SslContextOwner context;
  Verify verify = Verify::all;
  std::vector<std::string> alt_names;
  std::string alpn;
  std::string id;
};

struct TlsSession::Impl {
  SslSessionOwner last;
};

}  // namespace jg::net
