// keys/settings.h - where a key set is fetched, and how long what came is good.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

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
  std::string url;                    // of the key set, or of a discovery document
  std::optional<std::string> issuer;  // whom the discovery document must name; empty: none is asked
  std::chrono::milliseconds time{10'000};  // for one fetch
  Lifetimes lifetimes;
  // A key that nobody knows yet is asked for so often at most, in the long run.
  std::chrono::milliseconds unknown_interval{30'000};
  std::chrono::milliseconds unknown_wait{2'000};  // a request waits for it so long
  bool refuses_private = false;
  std::vector<std::string> allowed_addresses;  // fetch::Network
  std::string roots;                           // PEM; the system's when empty

  friend bool operator==(const RemoteSettings&, const RemoteSettings&) = default;
};

}  // namespace jg::keys
