// exchange/answer_body.h - the whole body of an answer, for who must see it before it goes on.
//
// Owner:  the caller. Thread: the exchange's loop.
// Errors: http.body_too_large and upstream.*, blamed on the upstream.
#pragma once

#include "exchange/exchange.h"

namespace jg::exchange {

// Its end was read: the head lives in the arena from then on, and the body may go. Trailers behind
// it are lost.
Task<Result<std::string>> read_answer_body(Exchange& exchange, std::size_t limit);

}  // namespace jg::exchange
