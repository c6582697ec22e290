// mcp/error_answer.h - an error as MCP clients read it: a JSON-RPC error that names their request.
//
// Owner:  the exchange. Errors: exchange/reply decides the status and what is said.
// Spec:   JSON-RPC 2.0 sections 5.1 and 6: each request of a batch has an answer, also where none is
//         carried out; -32001 for a session that is gone, as the SDKs have it; MCP 2026-07-28 "Error
//         Codes".
#pragma once

#include <string>
#include <vector>

#include "exchange/exchange.h"
#include "mcp/message.h"

namespace jg::mcp {

// The requests of a body, for whoever is to tell them of an error.
struct Asked {
  struct Request {
    std::string id;  // as Message has it
    std::string method;
    telemetry::McpSubject subject;
    std::string name;  // of that, as the client knows it
  };
  std::vector<Request> requests;
  bool is_batch = false;

  Asked() = default;
  explicit Asked(const Batch& batch);
};

// To nobody's request where none was read.
void answer_error(exchange::Exchange& exchange, const Asked& asked, const Error& error);

// The same for one request, where it is not the exchange's whole answer.
Message error_for(const Message& request, const Error& error);

}  // namespace jg::mcp
