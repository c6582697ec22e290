// http/h2/websocket.h - a WebSocket that begins on a stream, said as HTTP/1.1 says it: so that
// whoever handles the request knows one form of it.
//
// Spec: RFC 8441; RFC 6455 section 4.1.
#pragma once

#include "base/arena.h"
#include "http/h2/request_block.h"
#include "http/message.h"

namespace jg::http::h2 {

// True for an extended CONNECT to a WebSocket.
bool is_websocket(const RequestControl& control);
// Makes its head that of an upgrade. The key is ours: on a stream there is none.
void make_upgrade(RequestHead& head, Arena& arena);
// The head of a 101 as the one that opens the stream's tunnel.
ResponseHead make_opening(const ResponseHead& head);

}  // namespace jg::http::h2
