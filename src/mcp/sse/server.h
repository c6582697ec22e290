// mcp/sse/server.h - a server of the old transport that serves one session: its messages come by a
// stream of events, ours are posted to the place that it names there.
//
// Owner, Thread: mcp/conversation/server.h.
// Errors: told into the inboxes: upstream.*, mcp.no_endpoint, .server_refused, .server_ended,
//         .server_busy, .duplicate_id.
// Limits: kMostEvent bytes of an event; those of mcp/remote/remote_server.h of ours that it has not
//         accepted yet: more of a client's is refused, and of our own answers ends it.
// Spec:   MCP 2024-11-05 "HTTP with SSE".
// Trust:  the server is hostile: what is no message is left out, an event too long ends it, and
//         messages go nowhere but to its own origin (mcp/sse/message_place.h).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "http/sse.h"
#include "mcp/conversation/conversation.h"
#include "mcp/remote/remote_server.h"

namespace jg::mcp {

class SseServer final : public RemoteServer {
 public:
  static constexpr std::size_t kMostEvent = 8 * 1024 * 1024;

  SseServer(const Hub& hub, Calls::Settings settings, const http::RequestHead& opening);

  void listen(std::shared_ptr<Inbox> inbox, std::string last_event) override;
  void start(std::function<void()> ended) override;

 private:
  // Messages on their way to the server.
  struct Post {
    std::string text;
    KeptFields fields;
    std::shared_ptr<Inbox> inbox;     // who must hear when it fails; null for our own answers
    bool ends_with_delivery = false;  // nothing in it is answered
  };
  using Shared = std::shared_ptr<SseServer>;

  static Task<void> run(Shared self);
  static Task<void> deliver(Shared self, Post post);
  Task<Result<void>> read_stream();
  Task<Result<void>> read_events(http::BodySource& body);
  Result<void> take_bytes(std::string_view bytes);
  Result<void> take_event(const http::SseEvent& event);
  Result<void> take_message(std::string_view text);
  void take_ask(const Batch& batch, KeptFields fields, std::shared_ptr<Inbox> inbox) override;
  Shared self();
  void send(Post post);
  Task<Result<void>> post(const Post& post);
  void fail_post(const Post& post, const Error& error);
  void close() override;
  void finish(const Error& why);

  const std::string who_;
  Conversation conversation_;
  http::SseReader reader_{kMostEvent};
  std::string place_;       // for messages; empty until the server named it
  std::vector<Post> held_;  // until then
  bool told_of_noise_ = false;
  const char* code_ = nullptr;  // why it is over
};

}  // namespace jg::mcp
