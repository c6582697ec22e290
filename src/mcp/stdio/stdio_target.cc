#include "mcp/stdio/stdio_target.h"

#include "mcp/caller.h"
#include "mcp/cut_answer.h"
#include "mcp/event_body.h"
#include "mcp/version.h"

namespace jg::mcp {
namespace {

class StdioLink final : public Link {
 public:
  explicit StdioLink(std::shared_ptr<StdioServer> server) : server_(std::move(server)) {}
  ~StdioLink() override { server_->end(); }

  void end() override { server_->end(); }
  bool is_over() const override { return server_->is_over(); }
  StdioServer& server() const { return *server_; }

 private:
  const std::shared_ptr<StdioServer> server_;
};

StdioServer& server_of(Link& link) { return static_cast<StdioLink&>(link).server(); }

void answer_json(exchange::Response& response, Message message) {
  response.head.status = 200;
  response.head.fields.add("content-type", "application/json");
  response.set_text(std::move(message.text));
}

void answer_events(exchange::Exchange& exchange, std::shared_ptr<Inbox> inbox,
                   std::optional<Message> first = std::nullopt) {
  exchange::Response& response = exchange.response;
  response.head.status = 200;
  response.head.fields.add("content-type", "text/event-stream");
  response.head.fields.add("cache-control", "no-cache");
  response.body =
      http::BodyOwner(new EventBody(std::move(inbox), exchange.cancel, std::move(first)));
}

// The next message; nothing when none comes.
Task<Result<std::optional<Message>>> next(exchange::Exchange& exchange, Inbox& inbox,
                                          std::chrono::milliseconds limit) {
  const auto end = co_await inbox.wait(exchange.cancel, limit);
  if (end == net::Waiter::End::aborted) co_return fail(Blame::client, "http.client_gone");
  if (end == net::Waiter::End::timed_out) co_return fail(Blame::upstream, "mcp.server_slow");
  auto message = inbox.take();
  if (!message && inbox.error()) co_return std::unexpected(*inbox.error());
  co_return message;
}

}  // namespace

Task<Result<Target::Opened>> StdioTarget::open(exchange::Exchange& exchange,
                                               Batch initialize) const {
  const std::string caller = caller_of(exchange);
  if (!gate_->is_open(caller)) co_return fail(Blame::upstream, "mcp.server_pause");
  auto started = hub_->start(command_);
  if (!started) co_return std::unexpected(std::move(started.error()));
  const auto link = std::make_shared<StdioLink>(std::move(*started));
  const auto inbox = std::make_shared<Inbox>(exchange.worker.loop);
  link->server().ask(std::move(initialize), inbox);
  auto answer = co_await next(exchange, *inbox, kLongestStart);
  const bool has_answered = answer && *answer && !link->is_over();
  if (has_answered)
    gate_->succeed(caller);
  else if (answer || answer.error().blame == Blame::upstream)
    gate_->fail(caller);
  if (!answer) co_return std::unexpected(std::move(answer.error()));
  if (!has_answered) co_return fail(Blame::upstream, "mcp.server_ended");
  const std::string agreed = (*answer)->protocol_version;
  const Version* const version = find_version(agreed);
  answer_json(exchange.response, std::move(**answer));
  if (agreed.empty()) co_return Opened{};
  co_return Opened{link, version != nullptr && version->has_batches};
}

// One message that answers all is sent as it is. As soon as there is more to tell it is told in
// events.
Task<Result<void>> StdioTarget::send(exchange::Exchange& exchange, Link* link, Batch batch) const {
  if (link == nullptr) co_return fail(Blame::client, "mcp.session_missing");
  const std::size_t requests = batch.requests();
  const bool is_all = requests == 1 && !batch.is_array;  // what one answer is
  const auto inbox = std::make_shared<Inbox>(exchange.worker.loop);
  server_of(*link).ask(std::move(batch), inbox);
  auto first = co_await next(exchange, *inbox, std::chrono::milliseconds(0));
  if (!first) {
    inbox->abandon();
    co_return std::unexpected(std::move(first.error()));
  }
  if (!*first && requests == 0) {
    exchange.response.head.status = 202;
  } else if (is_all && *first && (*first)->kind == Message::Kind::response) {
    answer_json(exchange.response, std::move(**first));
  } else {
    answer_events(exchange, inbox, std::move(*first));
  }
  co_return co_await cut_answer(exchange, name());
}

Task<Result<void>> StdioTarget::listen(exchange::Exchange& exchange, Link* link) const {
  if (link == nullptr) co_return fail(Blame::client, "mcp.session_missing");
  const auto inbox = std::make_shared<Inbox>(exchange.worker.loop);
  server_of(*link).listen(inbox);
  answer_events(exchange, inbox);
  co_return Result<void>{};
}

// Not 202 as agentgateway: the SDK for Python warns then that the session did not end.
Task<Result<bool>> StdioTarget::close(exchange::Exchange& exchange, Link&) const {
  exchange.response.head.status = 200;
  co_return true;
}

Task<Result<void>> StdioTarget::describe(exchange::Exchange&) const {
  co_return fail(Blame::client, "mcp.no_metadata");
}

}  // namespace jg::mcp
