// mcp/streamable/server.h - a server by streamable HTTP that serves one session of a client which
// hears everything on one stream: its answers, and what it says of its own accord.
//
// Owner, Thread: mcp/conversation/server.h.
// Errors: told into the inboxes: upstream.*, mcp.server_refused, .server_ended, .server_busy,
//         .unreadable_answer.
// Limits: kMostMessage bytes of an answer in JSON, or of an event; those of
//         mcp/remote/remote_server.h; kLongestGoodbye for the end of its session.
// Spec:   MCP "Streamable HTTP". A stream of its own that the server ends is not opened again, and
//         an answer that broke off is not fetched.
// Trust:  the server is hostile: what is no message is left out.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "mcp/remote/remote_server.h"
#include "net/deadline.h"

namespace jg::mcp {

class StreamableServer final : public RemoteServer {
 public:
  static constexpr std::size_t kMostMessage = 8 * 1024 * 1024;
  static constexpr std::chrono::milliseconds kLongestGoodbye{2000};

  using RemoteServer::RemoteServer;

  void listen(std::shared_ptr<Inbox> inbox, std::string last_event) override;
  void start(std::function<void()> ended) override;

 private:
  struct Post {
    std::string text;
    KeptFields fields;
    std::shared_ptr<Inbox> inbox;
    std::vector<std::string> unanswered = {};  // ids of its requests
    bool is_initialize = false;
    bool opens_stream = false;  // the client is ready to hear
  };
  using Shared = std::shared_ptr<StreamableServer>;
  // Ends what takes too long when all is to end.
  class Goodbye final : public net::Deadline {
   public:
    explicit Goodbye(StreamableServer& server) : server_(server) {}

   private:
    void on_expired() override { server_.calls_.end_all(); }
    StreamableServer& server_;
  };

  static Task<void> deliver(Shared self, Post post);
  static Task<void> hear(Shared self);
  static Task<void> say_goodbye(Shared self);
  http::RequestHead head_of(std::string_view method, const KeptFields& fields) const;
  Task<Result<void>> post(Post& post);
  Task<Result<void>> read_answer(Calls::Call& call, Post& post);
  Task<Result<void>> read_events(http::BodySource& body, Inbox& inbox, Post* post);
  void take(Message message, Inbox& inbox, Post* post);
  void take_ask(const Batch& batch, KeptFields fields, std::shared_ptr<Inbox> inbox) override;
  Shared self();
  void close() override;

  std::string session_;  // the server's id of it; empty without
  std::string version_;  // that was agreed on
  std::shared_ptr<Inbox> listener_;
  Goodbye goodbye_{*this};
};

}  // namespace jg::mcp
