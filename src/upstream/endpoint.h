// upstream/endpoint.h - where an upstream is, how it is spoken to, and what it may be asked at a
// time.
//
// What an endpoint leaves open is the client's to say (ClientLimits).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "net/keep_alive.h"

namespace jg::upstream {

struct Tls {
  std::string server_name;  // SNI and the name that the certificate must have
  friend bool operator==(const Tls&, const Tls&) = default;
};

// Of one endpoint, in each worker.
struct Concurrency {
  std::size_t calls = 16'384;                 // under way; further ones wait for one of them to end
  std::size_t queue = 1'024;                  // that wait; further ones are refused
  std::chrono::milliseconds patience{5'000};  // of one that waits
  friend bool operator==(const Concurrency&, const Concurrency&) = default;
};

// One pool for each distinct endpoint.
struct Endpoint {
  std::string host;  // name or IP literal, no brackets
  std::uint16_t port = 80;
  std::optional<Tls> tls = {};
  std::optional<std::chrono::milliseconds> connect_timeout = {};
  std::optional<net::KeepAlive> keepalive = {};
  std::optional<Concurrency> concurrency = {};
  friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

}  // namespace jg::upstream
