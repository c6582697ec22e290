// upstream/limits.h - what holds for all endpoints of a client, where an endpoint says nothing else.
#pragma once

#include <chrono>
#include <cstddef>

#include "http/h1/head.h"
#include "net/lookup_family.h"
#include "upstream/endpoint.h"

namespace jg::upstream {

struct ClientLimits {
  std::chrono::milliseconds connect_timeout{10'000};  // of name, connection and TLS together
  std::chrono::milliseconds head_timeout{0};          // 0: none; until the whole head of the answer
  std::chrono::milliseconds write_timeout{60'000};    // of a request of which nothing is taken
  std::chrono::milliseconds idle_timeout{90'000};     // of a pooled connection
  std::size_t idle_connections = 1024;                // kept for each endpoint
  std::size_t streams = 100;                          // at a time, on an HTTP/2 connection
  net::KeepAlive keepalive = {};
  net::LookupFamily lookup_family = net::LookupFamily::v4_preferred;
  Concurrency concurrency = {};
  http::h1::HeadLimits head = {};
};

}  // namespace jg::upstream
