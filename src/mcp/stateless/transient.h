// mcp/stateless/transient.h - a session with the servers that lasts for one request of a client, who
// has none.
//
// Owner:  the exchange: its frame, then the answer's body. It is ended before it goes.
// Thread: the exchange's loop.
// Errors: mcp.session_limit, those of the target, mcp.target_failed for one that does not begin.
// Limits: it takes a place among the sessions (mcp/session_table.h).
// Spec:   MCP "Lifecycle": initialize, notifications/initialized, the request, the end.
#pragma once

#include <memory>
#include <string>

#include "mcp/hub.h"
#include "mcp/multi/share.h"

namespace jg::mcp {

class Transient {
 public:
  // A place for it, nothing more. `hub` and `target` outlive it.
  Transient(const Hub& hub, const Target& target, std::shared_ptr<Session> place)
      : hub_(hub), target_(target), place_(std::move(place)) {}
  ~Transient();
  Transient(const Transient&) = delete;
  Transient& operator=(const Transient&) = delete;

  // The servers are begun with, in the name of the gateway.
  Task<Result<void>> begin(exchange::Exchange& exchange);
  // They were begun with by the client's own message.
  void take(const exchange::Exchange& exchange, std::shared_ptr<Link> link);
  Link* link() const { return share_ ? share_->link.get() : nullptr; }
  bool has_ended() const { return !share_; }
  Task<void> end();

 private:
  const Hub& hub_;
  const Target& target_;
  const SessionUse place_;
  std::shared_ptr<Share> share_;
};

}  // namespace jg::mcp
