// proxy/listener_choice.h - which listener answers a request.
//
// By its host; but a connection by TLS is bound to the listener of its handshake, so that nobody
// passes by a certificate that a listener demands of its clients by naming it in a request.
// Errors: listener.not_found, listener.misdirected, listener.changed.
// Spec:   RFC 9110 section 15.5.20 (421): the client may ask again on another connection.
#pragma once

#include <string_view>

#include "base/error.h"
#include "net/tls_facts.h"
#include "proxy/snapshot.h"

namespace jg::proxy {

// `port` is null when a reload took it away; `tls` is null on a plain connection.
Result<const Listener*> choose_listener(const Port* port, std::string_view host,
                                        const net::TlsFacts* tls);

}  // namespace jg::proxy
