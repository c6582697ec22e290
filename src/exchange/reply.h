// exchange/reply.h - the one place where an Error becomes an answer: status, body, challenge, and a
// note in the record.
//
// Owner:  the exchange, whose response is replaced; nothing that a policy or backend put there is
//         left.
// Spec:   challenges: exchange/challenge.h; gRPC over HTTP/2, "Responses" (a Trailers-Only answer to
//         gRPC callers).
// Trust:  the client reads what exchange/refusal lists for the code; the error's detail goes to the
//         record only.
#pragma once

#include "base/error.h"
#include "exchange/exchange.h"

namespace jg::exchange {

void reply_with(Exchange& exchange, const Error& error);

// For an answer that had begun and broke off: only the record learns why.
void note_break(Exchange& exchange, const Error& error);

}  // namespace jg::exchange
