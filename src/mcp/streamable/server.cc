#include "mcp/streamable/server.h"

#include <algorithm>

#include "http/sse.h"
#include "mcp/field.h"
#include "mcp/hub.h"

namespace jg::mcp {
namespace {

constexpr const char* kEnded = "mcp.server_ended";
constexpr const char* kUnreadable = "mcp.unreadable_answer";

}  // namespace

StreamableServer::Shared StreamableServer::self() {
  return std::static_pointer_cast<StreamableServer>(shared_from_this());
}

// Nobody comes back to a stream here: it ends with its session.
void StreamableServer::listen(std::shared_ptr<Inbox> inbox, std::string) {
  loop_.post([self = self(), inbox = std::move(inbox)]() mutable {
    if (self->is_over()) return inbox->close();
    if (self->listener_) self->listener_->close();
    self->listener_ = std::move(inbox);
  });
}

// It leaves when it is closed.
void StreamableServer::start(std::function<void()> ended) { enter(std::move(ended)); }

void StreamableServer::take_ask(const Batch& batch, KeptFields fields,
                                std::shared_ptr<Inbox> inbox) {
  if (is_over()) return inbox->close(Error{Blame::upstream, kEnded, {}});
  Post post{batch.text(), std::move(fields), inbox};
  for (const Message& message : batch.messages) {
    if (message.is_request()) post.unanswered.push_back(message.id);
    post.is_initialize |= message.is_initialize();
    post.opens_stream |= message.method == "notifications/initialized";
  }
  if (!has_room_for(post.text)) return inbox->close(Error{Blame::upstream, "mcp.server_busy", {}});
  occupy(post.text);
  spawn(deliver(self(), std::move(post)));
}

Task<void> StreamableServer::deliver(Shared self, Post post) {
  auto done = co_await self->post(post);
  self->release(post.text);
  if (self->is_over()) done = fail(Blame::upstream, kEnded);
  if (done && !post.unanswered.empty())
    done = fail(Blame::upstream, kUnreadable, "it gave no answer");
  if (done)
    post.inbox->close();
  else
    post.inbox->close(std::move(done.error()));
  if (post.opens_stream && !self->is_over()) self->spawn(hear(self));
  self->leave();
}

http::RequestHead StreamableServer::head_of(std::string_view method,
                                            const KeptFields& fields) const {
  http::RequestHead head = calls_.head_of(method, calls_.server().path, fields);
  if (!session_.empty()) head.fields.add(kSessionId, session_);
  if (!version_.empty()) head.fields.set(kProtocolVersion, version_);
  return head;
}

Task<Result<void>> StreamableServer::post(Post& post) {
  const http::RequestHead head = head_of("POST", post.fields);
  Calls::Call call(calls_);
  auto begun = co_await call.begin(head, post.text);
  if (!begun) co_return begun;
  if (auto accepted = call.check_status(); !accepted) {
    if (call.head().status == 404 && !session_.empty()) close();
    co_await call.skip_rest();
    co_return accepted;
  }
  if (post.is_initialize) session_ = call.head().fields.find(kSessionId).value_or("");
  auto read = co_await read_answer(call, post);
  co_await call.settle();
  co_return read;
}

Task<Result<void>> StreamableServer::read_answer(Calls::Call& call, Post& post) {
  if (call.is_events()) co_return co_await read_events(call.body(), *post.inbox, &post);
  if (!call.is_plain(kJson)) {
    co_await call.skip_rest();
    co_return Result<void>{};
  }
  const auto text = co_await http::read_all(call.body(), kMostMessage, Blame::upstream);
  if (!text && std::string_view(text.error().code) == "http.body_too_large")
    co_return fail(Blame::upstream, kUnreadable, "an answer of more than 8 MiB");
  if (!text) co_return std::unexpected(text.error());
  auto batch = parse_batch(*text);
  if (!batch) co_return fail(Blame::upstream, kUnreadable, std::move(batch.error().detail));
  for (Message& message : batch->messages) take(std::move(message), *post.inbox, &post);
  co_return Result<void>{};
}

Task<Result<void>> StreamableServer::read_events(http::BodySource& body, Inbox& inbox, Post* post) {
  http::SseReader reader(kMostMessage);
  while (true) {
    auto piece = body.try_next();
    if (!piece) piece = co_await body.next();
    if (!*piece) co_return std::unexpected(std::move(piece->error()));
    if ((*piece)->end) co_return Result<void>{};
    std::string_view bytes = (*piece)->data;
    while (const auto event = reader.next(bytes)) {
      auto message = parse_message(event->data);
      if (message && event->name == "message") take(std::move(*message), inbox, post);
    }
    if (reader.has_exceeded())
      co_return fail(Blame::upstream, kUnreadable, "an event of more than 8 MiB");
  }
}

// `post` is null on the server's own stream, which answers nobody.
void StreamableServer::take(Message message, Inbox& inbox, Post* post) {
  if (message.kind == Message::Kind::response) {
    if (post == nullptr || std::erase(post->unanswered, message.id) == 0) return;
    if (post->is_initialize) version_ = message.protocol_version;
  }
  inbox.put(std::move(message));
}

// A server may have no such stream.
Task<void> StreamableServer::hear(Shared self) {
  const auto inbox = self->listener_;
  const http::RequestHead head = self->head_of("GET", self->fields_);
  if (inbox) {
    Calls::Call call(self->calls_);
    const auto begun = co_await call.begin(head);
    if (begun && call.head().status == 200 && call.is_events())
      co_await self->read_events(call.body(), *inbox, nullptr);
  }
  self->leave();
}

Task<void> StreamableServer::say_goodbye(Shared self) {
  const http::RequestHead head = self->head_of("DELETE", self->fields_);
  self->goodbye_.set(self->loop_.deadlines(), kLongestGoodbye);
  {
    Calls::Call call(self->calls_);
    const auto begun = co_await call.begin(head);
    if (begun) co_await call.skip_rest();
  }
  self->goodbye_.clear();
  self->leave();
}

void StreamableServer::close() {
  if (!set_over()) return;
  calls_.end_all();
  if (listener_) listener_->close();
  if (!session_.empty()) spawn(say_goodbye(self()));
  leave();
}

}  // namespace jg::mcp
