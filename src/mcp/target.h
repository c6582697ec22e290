// mcp/target.h - the contract of a target: one MCP server as configured, and how a session's
// messages come to it.
//
// Owner:  its backend; shared by all workers, immutable but for what it says itself.
// Thread: the exchange's loop.
// Errors: mcp.server_* and upstream.*; nothing of the exchange's answer is set then.
#pragma once

#include <memory>
#include <string>

#include "exchange/exchange.h"
#include "mcp/conversation/server.h"
#include "mcp/message.h"
#include "mcp/session.h"

namespace jg::mcp {

class Target {
 public:
  virtual ~Target() = default;

  virtual const std::string& name() const = 0;
  // Whose a message of the client is, before anybody decides about it: its subject gets the server's
  // name, and the name by which that one knows it. `link` as below.
  virtual Task<void> resolve(exchange::Exchange&, Link*, Message& message) const {
    message.subject.target = name();
    co_return;
  }

  // Whether it may be asked in versions that have no sessions; then `link` is null.
  virtual bool takes_single_requests() const { return false; }

  // Whether a body may hold several messages, where the version says that it may.
  virtual bool takes_batches() const { return true; }

  // What the first message came to.
  struct Opened {
    std::shared_ptr<Link> link;  // null when the server wants no session, or would not begin one
    bool has_batches = false;    // as the version that was agreed on says
  };
  // Each of these fills exchange.response. `link` is what open() of this target gave, or null in a
  // request outside of any session.
  virtual Task<Result<Opened>> open(exchange::Exchange& exchange, Batch initialize) const = 0;
  // What is sent and listened to holds nothing that the caller may not use.
  virtual Task<Result<void>> send(exchange::Exchange& exchange, Link* link, Batch batch) const = 0;
  virtual Task<Result<void>> listen(exchange::Exchange& exchange, Link* link) const = 0;
  // The client wants its session ended; false when the server does not.
  virtual Task<Result<bool>> close(exchange::Exchange& exchange, Link& link) const = 0;
  // A document under /.well-known, which names who gives tokens.
  virtual Task<Result<void>> describe(exchange::Exchange& exchange) const = 0;

  // Whether start() may be asked for a server for one session, whose client hears everything on one
  // stream. Nothing of the answer is set.
  virtual bool starts_servers() const { return false; }
  virtual Result<std::shared_ptr<Server>> start(exchange::Exchange&) const {
    return fail(Blame::client, "mcp.old_transport");
  }
};

}  // namespace jg::mcp
