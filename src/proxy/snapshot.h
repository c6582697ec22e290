// proxy/snapshot.h - a configuration as the workers use it: ports, listeners, routes.
//
// Owner:  shared; it outlives every exchange that began on it.
// Thread: immutable.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "net/listen_address.h"
#include "net/tls_server.h"
#include "proxy/chain.h"
#include "proxy/frontend.h"
#include "proxy/router.h"

namespace jg::proxy {

struct Listener {
  std::string bind;                                  // "bind/3000"
  std::string gateway;                               // "default/default"
  std::string name;                                  // "default", "llm"
  std::string hostname;                              // lower case; "" or "*": any
  std::shared_ptr<const net::TlsServerContext> tls;  // null: plain
  Chain chain;                                       // the gateway phase
  exchange::ErrorShaper error_shaper = nullptr;
  Router router;
};

// Its listeners speak TLS all or none; the one that fits the name in the handshake has it with its
// certificate.
struct Port final : net::TlsChooser {
  std::string key;  // its address, "[::]:3000": the same port in two snapshots
  net::ListenAddress address;
  std::shared_ptr<const Frontend> frontend = std::make_shared<const Frontend>();
  std::vector<Listener> listeners;

  // The most specific listener for a host; null when none serves it.
  const Listener* find(std::string_view host) const;

  bool is_tls() const { return !listeners.empty() && listeners.front().tls != nullptr; }
  std::shared_ptr<const net::TlsServerContext> choose(std::string_view name) const override;
  const net::TlsServerContext& any() const override { return *listeners.front().tls; }
};

struct Snapshot {
  const Port* find(std::string_view key) const;

  std::vector<std::unique_ptr<Port>> ports;
  // Of queries and of headers, besides those that every log leaves out.
  std::vector<std::string> secret_parameters;
  std::vector<std::string> secret_fields;
};

// The snapshot in force on one worker. Whoever works with it holds it, so a reload never takes it
// away from an exchange.
class SnapshotSource {
 public:
  virtual ~SnapshotSource() = default;
  virtual std::shared_ptr<const Snapshot> current() const = 0;
};

}  // namespace jg::proxy
