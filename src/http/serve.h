// http/serve.h - serves a client's connection in the protocol that it speaks.
//
// ALPN decides where TLS has it; else the client's first bytes do. Until these have shown to be the
// preface of HTTP/2 they are read as HTTP/1.1, which then costs nothing more than without.
//
// Owner:  the worker's task. Thread: one loop.
// Limits: ServerLimits.
// Spec:   RFC 9113 sections 3.2 to 3.4; `Upgrade: h2c` does not exist any more and is ignored.
#pragma once

#include <memory>
#include <string_view>

#include "http/server.h"
#include "net/loop.h"
#include "net/stream.h"

namespace jg::http {

enum class Protocol : std::uint8_t {
  either,  // nothing was agreed on
  http1,
  http2,
};

struct ServedConnection {
  std::unique_ptr<net::Stream> stream;
  std::string_view scheme;  // "http" or "https"; static
  Protocol protocol = Protocol::either;
};

std::unique_ptr<Serving> serve(ServedConnection connection, net::Loop& loop,
                               const ServerLimits& limits, HandlerFactory& handlers);

}  // namespace jg::http
