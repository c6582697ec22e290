// mcp/access.h - what the rules of mcpAuthorization let a caller do.
//
// Owner:  none: it works on the exchange, whose facts hold the rules.
// Thread: the exchange's loop.
// Errors: mcp.denied; mcp.invalid_message for a message that its server could read otherwise.
// Trust:  a message is the client's word; what it asks for is compared to the byte.
#pragma once

#include <string>

#include "exchange/exchange.h"
#include "mcp/message.h"

namespace jg::mcp {

// Puts down for rules and logs what the exchange is about.
void note_message(exchange::Exchange& exchange, const Message& message);

// Each message that rules decide about; all must be good.
Result<void> check_access(exchange::Exchange& exchange, const Batch& batch);

// Of an item in a list of the server `subject.target`. There are rules.
bool may_use(exchange::Exchange& exchange, telemetry::McpSubject subject);

// What a client reads of something that it may not use, and of what there is none: "Unknown tool: x".
// `name` is what the client calls it.
std::string unknown_text(std::string_view method, telemetry::McpSubject::Kind kind,
                         std::string_view name);

}  // namespace jg::mcp
