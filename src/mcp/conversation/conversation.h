// mcp/conversation/conversation.h - which exchange a message of a server is for.
//
// On a pipe, or on one stream, nothing says which request a server's own message (a log line, a
// question to the client's model) belongs to. Progress names its request. All else goes to the one
// request that is under way, when there is just one; to the client's open stream; to the oldest
// request; or waits for the client to open a stream.
//
// Owner:  its server. Thread: one loop.
// Errors: mcp.duplicate_id, mcp.server_busy.
// Limits: kMostPending requests under way; kMostWaiting messages that nobody listens for, of
//         kMostWaitingBytes together.
// Spec:   MCP "Streamable HTTP": each message on one stream; a client that is gone has not cancelled.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "mcp/inbox.h"
#include "mcp/message.h"

namespace jg::mcp {

class Conversation {
 public:
  static constexpr std::size_t kMostPending = 256;
  static constexpr std::size_t kMostWaiting = 64;
  static constexpr std::size_t kMostWaitingBytes = 1024 * 1024;

  // What a client sent; the answers go into `inbox`, which is closed behind the last. One that
  // waits for none is left open.
  Result<void> ask(const Batch& batch, const std::shared_ptr<Inbox>& inbox);
  // It could not be brought to the server.
  void withdraw(const Inbox& inbox);
  // The server's own messages may go there; who listened before is told to stop.
  void listen(std::shared_ptr<Inbox> inbox);
  // What the server sent. Gives what it is to be answered when nobody can be asked for it.
  std::optional<Message> take(Message message);
  // Nothing comes any more: whoever waits is told why.
  void end(const char* code);

 private:
  // One body with requests in it.
  struct Asked {
    std::shared_ptr<Inbox> inbox;
    std::size_t left = 0;  // answers
  };
  struct Pending {
    std::string id;
    std::string progress_token;
    bool is_initialize = false;
    std::shared_ptr<Asked> asked;

    bool takes_more() const { return !is_initialize && !asked->inbox->is_abandoned(); }
  };

  std::vector<Pending>::iterator find(const std::string& id);
  void answer(Message message);
  void drop(const std::string& id);
  bool wait(Message& message);
  bool flush_waiting();
  Inbox* choose(const Message& message) const;
  Inbox* requests_inbox() const;

  std::vector<Pending> pending_;  // the oldest first
  std::shared_ptr<Inbox> listener_;
  std::deque<Message> waiting_;
  std::size_t waiting_bytes_ = 0;
};

}  // namespace jg::mcp
