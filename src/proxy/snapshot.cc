#include "proxy/snapshot.h"

namespace jg::proxy {

const Listener* Port::find(std::string_view host) const {
  const Listener* best = nullptr;
  std::size_t best_rank = 0;
  for (const Listener& listener : listeners) {
    const std::size_t rank = hostname_rank(listener.hostname, host);
    if (rank > best_rank) {
      best = &listener;
      best_rank = rank;
    }
  }
  return best;
}

std::shared_ptr<const net::TlsServerContext> Port::choose(std::string_view name) const {
  const Listener* const listener = find(name);
  return listener == nullptr ? nullptr : listener->tls;
}

const Port* Snapshot::find(std::string_view key) const {
  for (const auto& port : ports) {
    if (port->key == key) return port.get();
  }
  return nullptr;
}

}  // namespace jg::proxy
