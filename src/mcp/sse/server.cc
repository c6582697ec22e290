#include "mcp/sse/server.h"

#include "base/log.h"
#include "mcp/hub.h"
#include "mcp/sse/message_place.h"

namespace jg::mcp {
namespace {

constexpr const char* kEnded = "mcp.server_ended";
constexpr const char* kNoEndpoint = "mcp.no_endpoint";

}  // namespace

SseServer::SseServer(const Hub& hub, Calls::Settings settings, const http::RequestHead& opening)
    : RemoteServer(hub, std::move(settings), opening),
      who_("mcp server target=" + calls_.server().name) {}

SseServer::Shared SseServer::self() {
  return std::static_pointer_cast<SseServer>(shared_from_this());
}

void SseServer::listen(std::shared_ptr<Inbox> inbox, std::string last_event) {
  loop_.post(
      [self = self(), inbox = std::move(inbox), last_event = std::move(last_event)]() mutable {
        if (self->is_over())
          inbox->close(Error{Blame::upstream, kEnded, {}});
        else
          self->conversation_.listen(std::move(inbox), last_event);
      });
}

void SseServer::start(std::function<void()> ended) {
  enter(std::move(ended));
  loop_.spawn(run(self()));
}

Task<void> SseServer::run(Shared self) {
  const auto read = co_await self->read_stream();
  self->finish(read.error());
  self->leave();
}

// Never without an error: a stream goes on as long as its session.
Task<Result<void>> SseServer::read_stream() {
  const http::RequestHead head = calls_.head_of("GET", calls_.server().path, fields_);
  Calls::Call call(calls_);
  auto begun = co_await call.begin(head);
  if (!begun) co_return begun;
  if (call.head().status != 200 || !call.is_events())
    co_return fail(Blame::upstream, kNoEndpoint,
                   "GET was answered " + std::to_string(call.head().status) + ", and by no stream");
  co_return co_await read_events(call.body());
}

Task<Result<void>> SseServer::read_events(http::BodySource& body) {
  while (true) {
    auto piece = body.try_next();
    if (!piece) piece = co_await body.next();
    if (!*piece) co_return std::unexpected(std::move(piece->error()));
    if ((*piece)->end) co_return fail(Blame::upstream, kEnded, "its stream ended");
    if (auto taken = take_bytes((*piece)->data); !taken) co_return taken;
  }
}

Result<void> SseServer::take_bytes(std::string_view bytes) {
  while (const auto event = reader_.next(bytes))
    if (auto taken = take_event(*event); !taken) return taken;
  if (reader_.has_exceeded()) return fail(Blame::upstream, kEnded, "an event of more than 8 MiB");
  return {};
}

Result<void> SseServer::take_event(const http::SseEvent& event) {
  if (event.name == "message") return take_message(event.data);
  if (event.name != "endpoint" || !place_.empty()) return {};
  auto place = resolve_place(calls_.server(), event.data);
  if (!place) return std::unexpected(std::move(place.error()));
  place_ = std::move(*place);
  for (Post& post : std::exchange(held_, {})) spawn(deliver(self(), std::move(post)));
  return {};
}

Result<void> SseServer::take_message(std::string_view text) {
  auto message = parse_message(text);
  if (!message) {
    if (!std::exchange(told_of_noise_, true))
      log::warn(who_ + " sends what is no message (" + message.error().detail +
                "); it is left out, from here on without a word");
    return {};
  }
  const auto reply = conversation_.take(std::move(*message));
  if (!reply) return {};
  if (!has_room_for(reply->text))
    return fail(Blame::upstream, kEnded, "it asks more than it accepts answers");
  send({reply->text, fields_, nullptr});
  return {};
}

void SseServer::take_ask(const Batch& batch, KeptFields fields, std::shared_ptr<Inbox> inbox) {
  if (is_over()) return inbox->close(Error{Blame::upstream, code_ ? code_ : kEnded, {}});
  Post post{batch.text(), std::move(fields), inbox, batch.requests() == 0};
  if (!has_room_for(post.text)) return inbox->close(Error{Blame::upstream, "mcp.server_busy", {}});
  if (auto asked = conversation_.ask(batch, inbox); !asked)
    return inbox->close(std::move(asked.error()));
  send(std::move(post));
}

// Several may be under way: a server may accept one only when it has answers of the client to
// others.
void SseServer::send(Post post) {
  occupy(post.text);
  if (place_.empty()) return held_.push_back(std::move(post));
  spawn(deliver(self(), std::move(post)));
}

Task<void> SseServer::deliver(Shared self, Post post) {
  const auto sent = co_await self->post(post);
  self->release(post.text);
  if (!sent)
    self->fail_post(post, sent.error());
  else if (post.ends_with_delivery)
    post.inbox->close();
  self->leave();
}

Task<Result<void>> SseServer::post(const Post& post) {
  const http::RequestHead head = calls_.head_of("POST", place_, post.fields);
  Calls::Call call(calls_);
  auto begun = co_await call.begin(head, post.text);
  if (!begun) co_return begun;
  co_await call.skip_rest();
  co_return call.check_status();
}

// What the end of the session broke off is told with the session's end.
void SseServer::fail_post(const Post& post, const Error& error) {
  if (!post.inbox) return;
  if (is_over()) {
    if (post.ends_with_delivery) post.inbox->close(Error{Blame::upstream, kEnded, {}});
    return;
  }
  conversation_.withdraw(*post.inbox, error);
  post.inbox->close(error);
}

void SseServer::close() {
  if (set_over()) calls_.end_all();
}

void SseServer::finish(const Error& why) {
  const bool has_begun = !place_.empty();
  code_ = has_begun ? kEnded : why.code;
  if (is_over())
    log::info(who_ + " has ended");
  else
    log::warn(who_ + " has ended: " + why.code + (why.detail.empty() ? "" : ", " + why.detail));
  close();
  for (const Post& post : std::exchange(held_, {})) {
    if (!post.inbox) continue;  // an answer of ours
    conversation_.withdraw(*post.inbox, why);
    post.inbox->close(why);
  }
  conversation_.end(kEnded);
}

}  // namespace jg::mcp
