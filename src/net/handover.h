// net/handover.h - lets a listening port go to another process that listens on it too, so that no
// connection is lost.
//
// Closing a listening socket resets what waits in its queue and the handshakes under way. So whoever
// leaves calls, for each of its sockets: steer_to_others() and turn_new_away(); accepts what still
// arrives while handshakes may be under way; stop_steering(); accepts until the queue is empty;
// closes. docs/decisions/0012-restart.md says why this loses nothing.
//
// Thread: any; the descriptors stay the caller's.
// Errors: none. Where the kernel knows no such filter, closing costs what it costs without one.
#pragma once

#include "net/tcp.h"

namespace jg::net {

// New connections go to the sockets that others have bound to the port after our `own` first ones;
// where there are none everything stays as it was. It holds for all sockets of the port.
void steer_to_others(int listening, unsigned own);
void stop_steering(int listening);

// Nobody new begins a handshake with this socket; those who did still finish it. A client that is
// turned away tries again after a second, and is then taken by whoever listens there.
void turn_new_away(int listening);

// Whether another process (or another part of this one) listens there already.
bool has_listener(const ListenAddress& address);

}  // namespace jg::net
