// mcp/cut_answer.h - takes out of an answer what its caller may not use.
//
// Owner:  the exchange, whose answer it changes. Thread: the exchange's loop.
// Errors: those of mcp/answer_filter.h.
#pragma once

#include <string>

#include "exchange/exchange.h"

namespace jg::mcp {

// Nothing happens where there are no rules. `target` is the server's name, and outlives the answer.
Task<Result<void>> cut_answer(exchange::Exchange& exchange, const std::string& target);

}  // namespace jg::mcp
