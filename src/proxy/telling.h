// proxy/telling.h - puts the way of an exchange that is explained into words: listener, route,
// backend.
//
// Thread: any; pure but for the trace.
#pragma once

#include "exchange/trace.h"
#include "proxy/snapshot.h"

namespace jg::proxy {

void tell_listener(exchange::Trace& trace, const Listener& listener);
void tell_route(exchange::Trace& trace, const Found& found);
void tell_backend(exchange::Trace& trace, const Route& route);

}  // namespace jg::proxy
