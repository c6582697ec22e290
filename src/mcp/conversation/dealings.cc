#include "mcp/conversation/dealings.h"

#include "mcp/answer.h"
#include "mcp/cut_answer.h"
#include "mcp/event_body.h"
#include "mcp/version.h"

namespace jg::mcp {
namespace {

class ServerLink final : public Link {
 public:
  explicit ServerLink(std::shared_ptr<Server> server) : server_(std::move(server)) {}
  ~ServerLink() override { server_->end(); }

  void end() override { server_->end(); }
  bool is_over() const override { return server_->is_over(); }
  Server& server() const { return *server_; }

 private:
  const std::shared_ptr<Server> server_;
};

Server& server_of(Link& link) { return static_cast<ServerLink&>(link).server(); }

http::BodyOwner events_of(exchange::Exchange& exchange, std::shared_ptr<Inbox> inbox,
                          std::optional<Message> first = std::nullopt) {
  return http::BodyOwner(new EventBody(std::move(inbox), exchange.cancel, std::move(first)));
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

Task<Result<Target::Opened>> begin_with(exchange::Exchange& exchange,
                                        std::shared_ptr<Server> server, Batch initialize,
                                        std::chrono::milliseconds limit) {
  const auto link = std::make_shared<ServerLink>(std::move(server));
  const auto inbox = std::make_shared<Inbox>(exchange.worker.loop);
  link->server().ask(exchange.request, std::move(initialize), inbox);
  auto answer = co_await next(exchange, *inbox, limit);
  if (!answer) co_return std::unexpected(std::move(answer.error()));
  if (!*answer || link->is_over()) co_return fail(Blame::upstream, "mcp.server_ended");
  const std::string agreed = (*answer)->protocol_version;
  const Version* const version = find_version(agreed);
  answer_message(exchange, std::move((*answer)->text));
  if (agreed.empty()) co_return Target::Opened{};
  co_return Target::Opened{link, version != nullptr && version->has_batches};
}

// One message that answers all is sent as it is. As soon as there is more to tell it is told in
// events.
Task<Result<void>> deal_with(exchange::Exchange& exchange, Link* link, Batch batch,
                             const std::string& target) {
  if (link == nullptr) co_return fail(Blame::client, "mcp.session_missing");
  const std::size_t requests = batch.requests();
  const bool is_all = requests == 1 && !batch.is_array;  // what one answer is
  const auto inbox = std::make_shared<Inbox>(exchange.worker.loop);
  server_of(*link).ask(exchange.request, std::move(batch), inbox);
  auto first = co_await next(exchange, *inbox, std::chrono::milliseconds(0));
  if (!first) {
    inbox->abandon();
    co_return std::unexpected(std::move(first.error()));
  }
  if (!*first && requests == 0) {
    exchange.response.head.status = 202;
  } else if (is_all && *first && (*first)->kind == Message::Kind::response) {
    answer_message(exchange, std::move((*first)->text));
  } else {
    answer_events(exchange, events_of(exchange, inbox, std::move(*first)));
  }
  co_return co_await cut_answer(exchange, target);
}

Task<Result<void>> listen_to(exchange::Exchange& exchange, Link* link, const std::string& target) {
  if (link == nullptr) co_return fail(Blame::client, "mcp.session_missing");
  const auto inbox = std::make_shared<Inbox>(exchange.worker.loop);
  const auto last = exchange.request.fields.find("last-event-id");
  server_of(*link).listen(inbox, std::string(last.value_or(std::string_view())));
  answer_events(exchange, events_of(exchange, inbox));
  co_return co_await cut_answer(exchange, target);
}

}  // namespace jg::mcp
