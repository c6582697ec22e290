// mcp/answer_filter.h - changes the messages in an answer before they go on.
//
// Owner:  the exchange, whose answer it changes. Thread: the exchange's loop.
// Errors: mcp.unreadable_answer; the filter's; those of the answer's body.
// Limits: kMostAnswer bytes of an answer in JSON; mcp/event_filter.h for one in events.
// Trust:  what is neither JSON nor events is not passed on.
#pragma once

#include "exchange/exchange.h"
#include "mcp/message_filter.h"

namespace jg::mcp {

inline constexpr std::size_t kMostAnswer = 8 * 1024 * 1024;

// What `filter` looks at outlives the answer. `id_label` is put before the ids of events.
Task<Result<void>> filter_answer(exchange::Exchange& exchange, MessageFilter filter,
                                 std::string id_label = {});

}  // namespace jg::mcp
