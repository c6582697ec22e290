// mcp/answer.h - the answer to a client's message, as JSON or in events.
//
// Owner:  the exchange. Thread: its loop.
// Spec:   MCP "Streamable HTTP": a server may answer a request in either; clients name both in
//         Accept. Of two that are equally good the one that stands first is taken.
#pragma once

#include <string>

#include "exchange/exchange.h"

namespace jg::mcp {

// All that there is to say, as a message.
void answer_message(exchange::Exchange& exchange, std::string message);
// `body` gives events.
void answer_events(exchange::Exchange& exchange, http::BodyOwner body);

}  // namespace jg::mcp
