// keys/settings.h - what is fetched where, and how long what came is good.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "fetch/transport.h"
#include "keys/content.h"

namespace jg::keys {

// What a server says of freshness is held between bounds.
struct Lifetimes {
  std::chrono::seconds least{60};
  std::chrono::seconds most{3600};
  std::chrono::seconds usual{900};        // when it says nothing
  std::chrono::seconds stale{24 * 3600};  // used beyond that while it cannot be fetched anew

  friend bool operator==(const Lifetimes&, const Lifetimes&) = default;
};

struct RemoteSettings {
  Kind kind = Kind::keys;
  std::string url = {};  // of the document, or for keys of a discovery document
  // Whom the discovery document must name, or the metadata of a server.
  std::optional<std::string> issuer = {};
  fetch::Transport transport = {};
  Lifetimes lifetimes = {};
  // A key that nobody knows yet is asked for so often at most, in the long run.
  std::chrono::milliseconds unknown_interval{30'000};
  std::chrono::milliseconds unknown_wait{2'000};  // a request waits for it so long

  bool is_by_discovery() const { return kind == Kind::keys && issuer.has_value(); }

  friend bool operator==(const RemoteSettings&, const RemoteSettings&) = default;
};

}  // namespace jg::keys
