// mcp/multi/share.h - what one of several servers has to do with an exchange, and what came of it.
//
// The functions are tasks for a junction: each asks one server, and puts what comes of it into its
// share. Messages that a server sends before its answer are said to the junction.
//
// Owner:  the tasks and who reads what came of them. Thread: the exchange's loop.
// Errors: told in the share: those of the target; mcp.target_failed for an answer that is none, or
//         an error, mcp.server_slow for none at all.
// Limits: kMostAnswer bytes of an answer, and of all pages of a list; kMostPages of those; kLongestAnswer
//         for it, and two seconds to forget a session.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

#include "mcp/multi/junction.h"
#include "mcp/multi/merge.h"
#include "mcp/multi/multi_link.h"
#include "mcp/multi/relabel.h"
#include "mcp/target.h"

namespace jg::mcp {

inline constexpr std::size_t kMostPages = 64;
inline constexpr std::chrono::milliseconds kLongestAnswer{60'000};

struct Share {
  const Target& target;
  std::shared_ptr<Link> link;
  Labels labels;
  std::shared_ptr<Part> part;
  std::vector<ServerAnswer> answers = {};  // none when the server does not have the method
  std::optional<Error> failure = {};
};
using Shares = std::vector<std::shared_ptr<Share>>;
using SharedJunction = std::shared_ptr<Junction>;

// What goes to one of several servers is dressed for it: its version, and nothing of codings or
// cookies, which would be of another.
void dress(exchange::Exchange& exchange, const MultiLink::Part& part);
// The answer of one server as the client knows it, ids of events included.
Task<Result<void>> label_answer(exchange::Exchange& exchange, Labels labels);

// What `part` of a session has to do with `whole`.
std::shared_ptr<Share> make_share(const exchange::Exchange& whole, const Target& target,
                                  const MultiLink::Part& part, bool labels_names);

// Its link is in the share then. What the server says beside its answer is lost: the session has
// not begun.
Task<void> begin(std::shared_ptr<Share> share, Batch initialize);
Task<void> ask(SharedJunction junction, std::shared_ptr<Share> share, Message request);
// Page for page, from the first on.
Task<void> ask_for_all(SharedJunction junction, std::shared_ptr<Share> share, Message request);
// That nobody hears it is not the client's concern.
Task<void> tell(std::shared_ptr<Share> share, Message message);
// What the server says of its own accord, as it comes; that it does, a comment says first.
Task<void> hear(SharedJunction junction, std::shared_ptr<Share> share);
// The server is to forget the session, whatever became of it.
Task<void> close(std::shared_ptr<Share> share);

}  // namespace jg::mcp
