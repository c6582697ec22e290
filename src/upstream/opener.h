// upstream/opener.h - whoever opens connections to endpoints.
//
// Owner:  the client. Thread: one loop.
// Errors: upstream.dns, upstream.connect, upstream.tls.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/error.h"
#include "http/message.h"
#include "net/cancel.h"
#include "net/stream.h"
#include "net/task.h"
#include "net/tls_client.h"
#include "upstream/endpoint.h"

namespace jg::upstream {

// Which HTTP the connection is for. `either`: the server chooses of what the endpoint's TLS offers.
enum class Offer : std::uint8_t { http1, http2, either };

struct Connected {
  std::unique_ptr<net::Stream> stream;
  std::string address;  // whom it reaches, "127.0.0.1:8080"
  http::Version version = http::Version::http11;
};

class Opener {
 public:
  virtual ~Opener() = default;
  virtual Task<Result<Connected>> connect(const Endpoint& endpoint, Offer offer,
                                          std::shared_ptr<net::TlsSession> session,
                                          net::CancelSlot* cancel) = 0;
};

}  // namespace jg::upstream
