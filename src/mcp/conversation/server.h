// mcp/conversation/server.h - the contract of a server that serves one session, and says on one
// line whatever it has to say.
//
// Owner:  the session's link, and the hub as long as it runs.
// Thread: ask(), listen(), end() and is_over() from any; the rest on the hub's loop.
// Errors: told into the inboxes.
#pragma once

#include <functional>
#include <memory>

#include "http/message.h"
#include "mcp/inbox.h"
#include "mcp/message.h"

namespace jg::mcp {

class Server {
 public:
  virtual ~Server() = default;

  // The answers go into `inbox`, which is closed behind the last. `request` is what the messages
  // came with.
  virtual void ask(const http::RequestHead& request, Batch batch, std::shared_ptr<Inbox> inbox) = 0;
  // Its own messages may go there; or what came behind an event that a client heard last, when that
  // is not empty and known.
  virtual void listen(std::shared_ptr<Inbox> inbox, std::string last_event) = 0;
  virtual void end() = 0;
  virtual bool is_over() const = 0;

  // --- on the hub's loop ---
  // `ended` is called once, when nothing of it is left.
  virtual void start(std::function<void()> ended) = 0;
  virtual void end_at_once() = 0;  // the gateway ends
};

}  // namespace jg::mcp
