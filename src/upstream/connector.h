// upstream/connector.h - opens connections to endpoints: name, address, TLS, within one time limit.
//
// Owner:  the client. Thread: one loop.
// Errors: upstream.dns, upstream.connect, upstream.tls.
// Limits: ClientLimits::connect_timeout, or the endpoint's own.
#pragma once

#include <memory>

#include "upstream/client.h"
#include "upstream/opener.h"

namespace jg::upstream {

class Connector final : public Opener {
 public:
  Connector(const ClientServices& services, const ClientLimits& limits);
  ~Connector() override;

  Task<Result<Connected>> connect(const Endpoint& endpoint, Offer offer,
                                  std::shared_ptr<net::TlsSession> session,
                                  net::CancelSlot* cancel) override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace jg::upstream
