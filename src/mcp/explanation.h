// mcp/explanation.h - what the rules of mcpAuthorization make of a message that is only asked about.
//
// Owner:  the exchange, whose Worker::trace is told. Thread: its loop.
// Errors: those of the message and of mcp/access.h.
// Trust:  as exchange/trace.h has it: of a message its methods and names are told.
#pragma once

#include "mcp/target.h"

namespace jg::mcp {

// Nobody is asked. Without a message the rules are told all the same, for what the caller alone decides.
Task<Result<void>> explain_access(exchange::Exchange& exchange, const Target& target);

}  // namespace jg::mcp
