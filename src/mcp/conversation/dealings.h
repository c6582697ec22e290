// mcp/conversation/dealings.h - what a client's request comes to where its session has a server of
// its own: the answers out of an inbox.
//
// Owner:  the exchange, whose answer is set. Thread: the exchange's loop.
// Errors: mcp.session_missing, .server_slow, .server_ended, .slow_reader; http.client_gone; those
//         of the server.
// Limits: kLongestStart until initialize is answered.
#pragma once

#include <chrono>
#include <string>

#include "mcp/conversation/server.h"
#include "mcp/target.h"

namespace jg::mcp {

inline constexpr std::chrono::milliseconds kLongestStart{60'000};

// The first message to a server that was just started; it ends when it does not answer.
Task<Result<Target::Opened>> begin_with(exchange::Exchange& exchange,
                                        std::shared_ptr<Server> server, Batch initialize,
                                        std::chrono::milliseconds limit = kLongestStart);
// `target` is the server's name, and outlives the answer.
Task<Result<void>> deal_with(exchange::Exchange& exchange, Link* link, Batch batch,
                             const std::string& target);
// Also to what came behind the last event that the client heard, answers to its requests included.
Task<Result<void>> listen_to(exchange::Exchange& exchange, Link* link, const std::string& target);

}  // namespace jg::mcp
