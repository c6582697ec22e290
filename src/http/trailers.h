// http/trailers.h - which fields may come behind a body.
//
// Spec:  RFC 9110 section 6.5.1.
// Trust: hostile: a trailer that says anew what the head has said is an attempt to get past whoever
//        read the head.
#pragma once

#include "http/fields.h"

namespace jg::http {

// False for what must be known before the body: framing, routing, request modifiers,
// authentication, response control, content format.
bool may_be_trailer(const Field& field);

}  // namespace jg::http
