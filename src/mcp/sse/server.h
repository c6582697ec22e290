// mcp/sse/server.h - a server of the old transport that serves one session: its messages come by a
// stream of events, ours are posted to the place that it names there.
//
// Owner, Thread: mcp/conversation/server.h.
// Errors: told into the inboxes: upstream.*, mcp.no_endpoint, .server_refused, .server_ended,
//         .server_busy, .duplicate_id.
// Limits: kMostEvent bytes of an event; kMostUnsent bytes and kMostPosts of ours that it has not
//         accepted yet: more of a client's is refused, and of our own answers ends it.
// Spec:   MCP 2024-11-05 "HTTP with SSE".
// Trust:  the server is hostile: what is no message is left out, an event too long ends it, and
//         messages go nowhere but to its own origin (mcp/sse/message_place.h).
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "http/sse.h"
#include "mcp/conversation/conversation.h"
#include "mcp/conversation/server.h"
#include "mcp/remote/calls.h"
#include "net/loop.h"

namespace jg::mcp {

class SseServer final : public Server, public std::enable_shared_from_this<SseServer> {
 public:
  static constexpr std::size_t kMostEvent = 8 * 1024 * 1024;
  static constexpr std::size_t kMostUnsent = 8 * 1024 * 1024;
  static constexpr std::size_t kMostPosts = 256;

  // `opening` is the request that begins the session: its fields go with the stream's.
  SseServer(const Hub& hub, Calls::Settings settings, const http::RequestHead& opening);

  void ask(const http::RequestHead& request, Batch batch, std::shared_ptr<Inbox> inbox) override;
  void listen(std::shared_ptr<Inbox> inbox, std::string last_event) override;
  void end() override;
  bool is_over() const override { return over_.load(std::memory_order_relaxed); }

  void start(std::function<void()> ended) override;
  void end_at_once() override { close(); }

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
  void take_ask(const Batch& batch, KeptFields fields, std::shared_ptr<Inbox> inbox);
  bool has_room_for(std::string_view text) const;
  void send(Post post);
  Task<Result<void>> post(const Post& post);
  void fail_post(const Post& post, const Error& error);
  void close();
  void finish(const Error& why);
  void leave();

  net::Loop& loop_;
  Calls calls_;
  const KeptFields fields_;
  const std::string who_;
  Conversation conversation_;
  http::SseReader reader_{kMostEvent};
  std::string place_;       // for messages; empty until the server named it
  std::vector<Post> held_;  // until then
  std::size_t posts_ = 0;
  std::size_t unsent_ = 0;
  std::size_t tasks_ = 0;
  bool told_of_noise_ = false;
  const char* code_ = nullptr;  // why it is over
  std::function<void()> ended_;
  std::atomic<bool> over_{false};
};

}  // namespace jg::mcp
