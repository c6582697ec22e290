// mcp/error_answer.h - an error as MCP clients read it: a JSON-RPC error that names their request.
//
// Owner:  the exchange. Errors: exchange/reply decides the status and what is said.
// Spec:   JSON-RPC 2.0 section 5.1; -32001 for a session that is gone, as the SDKs have it; MCP
//         2026-07-28 "Error Codes".
#pragma once

#include <string>

#include "exchange/exchange.h"
#include "mcp/message.h"

namespace jg::mcp {

// Of the client's message, as far as it was read.
struct Asked {
  std::string id = {};    // as Message has it
  std::string name = {};  // of what it is about, as the client knows it
};

void answer_error(exchange::Exchange& exchange, const Asked& asked, const Error& error);

// The same for one request, where it is not the exchange's whole answer.
Message error_for(const Message& request, const Error& error);

}  // namespace jg::mcp
