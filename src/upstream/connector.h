// upstream/connector.h - opens connections to endpoints: name, address, TLS, within one time limit.
//
// Owner:  the client. Thread: one loop.
// Errors: upstream.dns, upstream.connect, upstream.tls.
// Limits: ClientLimits::connect_timeout, or the endpoint's own.
#pragma once

#include <memory>
#include <string>

#include "net/cancel.h"
#include "net/stream.h"
#include "upstream/client.h"

namespace jg::upstream {

struct Connected {
  std::unique_ptr<net::Stream> stream;
  std::string address;  // whom it reaches, "127.0.0.1:8080"
};

class Connector {
 public:
  Connector(const ClientServices& services, const ClientLimits& limits);
  ~Connector();

  Task<Result<Connected>> connect(const Endpoint& endpoint,
                                  std::shared_ptr<net::TlsSession> session,
                                  net::CancelSlot* cancel);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace jg::upstream
