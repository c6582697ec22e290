// http/hop_by_hop.h - takes off the fields that concern one connection only.
//
// Spec: RFC 9110 section 7.6.1.
#pragma once

#include "http/fields.h"

namespace jg::http {

// Removes Connection and every field it names, Keep-Alive, Proxy-Connection, TE (but `trailers` is
// kept), and Transfer-Encoding; Upgrade too, unless it is to be sent on. Content-Length stays.
// Expect goes as well: it is met by whoever reads the body, and the body is sent on without waiting.
enum class Upgrade : std::uint8_t { drop, keep };
void remove_hop_by_hop(Fields& fields, Upgrade upgrade);

}  // namespace jg::http
