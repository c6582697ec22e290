// upstream/endpoint.h - where an upstream is, how it is spoken to, and what it may be asked at a
// time.
//
// What an endpoint leaves open is the client's to say (ClientLimits).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/keep_alive.h"
#include "net/tls_client.h"

namespace jg::upstream {

struct Tls {
  std::string server_name;  // SNI and the name that the certificate must have
  // How; null: by the system's roots, everything checked.
  std::shared_ptr<const net::TlsClientContext> context = nullptr;
  std::vector<std::string> alpn = {};  // what the context offers

  std::string_view settings_id() const {
    return context == nullptr ? std::string_view() : context->id();
  }
  // By the settings and not by who made them: pooled connections survive a reload.
  friend bool operator==(const Tls& a, const Tls& b) {
    return a.server_name == b.server_name && a.settings_id() == b.settings_id();
  }
};

// Which HTTP is spoken. `automatic`: where TLS offers "h2", the server chooses for all requests;
// elsewhere gRPC goes by HTTP/2 and all else by HTTP/1.1.
enum class VersionPolicy : std::uint8_t { automatic, http1, http2 };

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
  VersionPolicy version = VersionPolicy::automatic;
  std::optional<std::chrono::milliseconds> connect_timeout = {};
  std::optional<net::KeepAlive> keepalive = {};
  std::optional<Concurrency> concurrency = {};
  friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

}  // namespace jg::upstream
