// mcp/error_answer.h - an error as MCP clients read it: a JSON-RPC error that names their request.
//
// Owner:  the exchange. Errors: exchange/reply decides the status and what is said.
// Spec:   JSON-RPC 2.0 section 5.1; -32001 for a session that is gone, as the SDKs have it.
#pragma once

#include <string_view>

#include "exchange/exchange.h"

namespace jg::mcp {

// `id` as Message has it; empty when none was read.
void answer_error(exchange::Exchange& exchange, std::string_view id, const Error& error);

}  // namespace jg::mcp
