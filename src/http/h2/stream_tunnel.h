// http/h2/stream_tunnel.h - the bytes of one stream, both ways, behind an extended CONNECT.
//
// Owner:  the handler of the stream's request, no longer than it handles it.
// Spec:   RFC 8441 section 5.
#pragma once

#include <memory>

#include "http/h2/stream_body.h"
#include "http/h2/stream_responder.h"
#include "http/tunnel.h"

namespace jg::http::h2 {

std::unique_ptr<Tunnel> make_tunnel(StreamBody& from, StreamResponder& to);

}  // namespace jg::http::h2
