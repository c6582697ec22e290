// mcp/conversation/conversation.h - which exchange a message of a server is for.
//
// On a pipe, or on one stream, nothing says which request a server's own message (a log line, a
// question to the client's model) belongs to. Progress names its request. All else goes to the one
// request that is under way, when there is just one; to the client's open stream; to the oldest
// request; or waits for the client to open a stream.
//
// A client whose connection broke comes back to the stream that it was on, where the latest that was
// said there is kept (mcp/conversation/history.h).
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

#include "mcp/conversation/history.h"
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
  // What was asked with the inbox could not be brought to the server.
  void withdraw(const Inbox& asked, const Error& why);
  // The server's own messages may go there; who listened before is told to stop. With the id of the
  // last event that a client heard its stream goes on instead, where it is known.
  void listen(std::shared_ptr<Inbox> inbox, std::string_view last_event = {});
  // What the server sent. Gives what it is to be answered when nobody can be asked for it.
  std::optional<Message> take(Message message);
  // Nothing comes any more: whoever waits is told why.
  void end(const char* code);

 private:
  // What answers one body with requests in it, or the client's own.
  struct Stream {
    std::shared_ptr<Inbox> inbox;
    const Inbox* opened = nullptr;  // the first one, only to be compared
    std::size_t left = 0;           // answers
    std::uint64_t number = 0;       // in the history
  };
  struct Pending {
    std::string id;
    std::string progress_token;
    bool is_initialize = false;
    std::shared_ptr<Stream> asked;

    bool takes_more() const { return !is_initialize && !asked->inbox->is_abandoned(); }
  };

  std::vector<Pending>::iterator find(const std::string& id);
  void answer(Message message);
  void drop(const std::string& id);
  bool put(Stream& stream, const Message& message);
  bool resume(const std::shared_ptr<Inbox>& inbox, std::string_view last_event);
  Stream* find_open(std::uint64_t number) const;
  bool wait(Message& message);
  bool flush_waiting();
  Stream* choose(const Message& message) const;
  Stream* requests_stream() const;

  std::vector<Pending> pending_;  // the oldest first
  std::shared_ptr<Stream> listener_;
  History history_;
  std::deque<Message> waiting_;
  std::size_t waiting_bytes_ = 0;
};

}  // namespace jg::mcp
