#include "proxy/listener_choice.h"

namespace jg::proxy {
namespace {

// A reload may ask more of a client than was asked when it connected.
bool has_shown_enough(const Listener& listener, const net::TlsFacts* tls) {
  if (listener.tls == nullptr) return true;
  if (tls == nullptr) return false;
  const std::string_view trust = listener.tls->client_trust();
  return trust.empty() || trust == tls->client_trust;
}

}  // namespace

Result<const Listener*> choose_listener(const Port* port, std::string_view host,
                                        const net::TlsFacts* tls) {
  const Listener* const listener = port == nullptr ? nullptr : port->find(host);
  if (listener == nullptr) return fail(Blame::client, "listener.not_found");
  if (tls != nullptr && port->find(tls->server_name) != listener)
    return fail(
        Blame::client, "listener.misdirected",
        "the handshake was for " + (tls->server_name.empty() ? "no name" : tls->server_name));
  if (!has_shown_enough(*listener, tls))
    return fail(Blame::client, "listener.changed",
                "the connection was made before the listener asked for what it asks now");
  return listener;
}

}  // namespace jg::proxy
