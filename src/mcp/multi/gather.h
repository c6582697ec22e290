// mcp/multi/gather.h - what the shares of several servers come to together.
//
// Owner:  the exchange that they are shares of. Thread: its loop.
// Errors: http.client_gone; those of mcp/multi/failures.h.
#pragma once

#include <vector>

#include "mcp/config.h"
#include "mcp/multi/share.h"

namespace jg::mcp {

// Until nobody speaks any more; what was said is dropped.
Task<Result<void>> run_out(exchange::Exchange& exchange, Junction& junction);

// The answers, in the order of the shares, whose failures are taken.
Result<std::vector<ServerAnswer>> gather(const Shares& shares, FailureMode mode);

}  // namespace jg::mcp
