#include "mcp/old_transport/old_transport.h"

#include "http/uri.h"
#include "mcp/access.h"
#include "mcp/arrival.h"
#include "mcp/caller.h"
#include "mcp/cut_answer.h"
#include "mcp/event_body.h"
#include "mcp/field.h"
#include "mcp/held_body.h"
#include "mcp/old_transport/relay.h"
#include "mcp/old_transport/stream_body.h"

namespace jg::mcp {
namespace {

constexpr std::chrono::milliseconds kNoLimit{0};

void accept(exchange::Response& response) {
  response.body.reset();
  response.head.fields.clear();
  response.head.status = 202;
}

// Until the server has accepted what wants no answer: the next message must not overtake it.
Task<Result<void>> await_delivery(exchange::Exchange& exchange, Inbox& inbox) {
  const auto end = co_await inbox.wait(exchange.cancel, kNoLimit);
  if (end == net::Waiter::End::aborted) co_return fail(Blame::client, "http.client_gone");
  if (inbox.error()) co_return std::unexpected(*inbox.error());
  co_return Result<void>{};
}

}  // namespace

// The query has the session's id, which is not for the log.
Task<Result<void>> OldTransport::serve(exchange::Exchange& exchange, Asked& asked) const {
  std::string_view& path = exchange.record.path;
  path = path.substr(0, path.find('?'));
  if (!target_.starts_servers() || settings_.is_stateless)
    co_return fail(Blame::client, "mcp.old_transport");
  const auto version = read_version(exchange.request);
  if (!version) co_return std::unexpected(version.error());
  if (!(*version)->has_sessions)
    co_return fail(Blame::client, "mcp.protocol_version", "it has no sessions");
  if (exchange.request.method == "GET") co_return co_await open(exchange);
  co_return co_await post(exchange, asked);
}

Task<Result<void>> OldTransport::open(exchange::Exchange& exchange) const {
  if (auto good = check_listen(exchange.request); !good) co_return good;
  const Hub& hub = *settings_.hub;
  auto made = hub.sessions().make(
      {{}, settings_.group->number(), caller_of(exchange), settings_.session_idle_limit});
  if (!made) co_return std::unexpected(std::move(made.error()));
  hub.wake();
  SessionUse use(*made);
  const auto stream = std::make_shared<Inbox>(exchange.worker.loop);
  hub.sessions().complete(**made, std::make_shared<StreamLink>(stream), false);
  exchange.record.mcp->session = use->shown_id();
  exchange::Response& response = exchange.response;
  response.head.status = 200;
  response.head.fields.add("content-type", kEvents);
  response.head.fields.add("cache-control", "no-cache");
  response.body = http::BodyOwner(new EventBody(stream, exchange.cancel));
  if (auto cut = co_await cut_answer(exchange, target_.name()); !cut) co_return cut;
  response.body = http::BodyOwner(new StreamBody(use->id(), std::move(response.body)));
  response.body = http::BodyOwner(new HeldBody(std::move(response.body), std::move(use)));
  co_return Result<void>{};
}

Task<Result<void>> OldTransport::post(exchange::Exchange& exchange, Asked& asked) const {
  if (auto good = check_content(exchange.request); !good) co_return good;
  const auto body = co_await exchange::buffer_request_body(exchange);
  if (!body) co_return std::unexpected(body.error());
  auto batch = parse_batch(*body);
  if (!batch) co_return std::unexpected(std::move(batch.error()));
  Message& message = batch->messages.front();
  co_await target_.resolve(exchange, nullptr, message);
  note_message(exchange, message);
  asked = Asked(*batch);
  if (batch->is_array) co_return fail(Blame::client, "mcp.invalid_message", "a batch");
  auto session = find_session(exchange);
  if (!session) co_return std::unexpected(std::move(session.error()));
  const SessionUse use(std::move(*session));
  co_return co_await take(exchange, static_cast<StreamLink&>(*use->link), std::move(*batch));
}

Task<Result<void>> OldTransport::take(exchange::Exchange& exchange, StreamLink& link,
                                      Batch batch) const {
  const Message& message = batch.messages.front();
  const std::string id = message.id;
  const bool is_request = message.is_request();
  if (auto good = check_access(exchange, batch); !good) {
    if (!is_request) co_return good;
    answer_error(exchange, Asked(batch), good.error());  // for the log
    link.stream()->put(error_for(message, good.error()));
    accept(exchange.response);
    co_return Result<void>{};
  }
  if (message.is_initialize())
    if (auto begun = begin(exchange, link, message); !begun) co_return begun;
  const auto server = link.server();
  if (!server) co_return fail(Blame::client, "mcp.invalid_message", "it comes before initialize");
  net::Loop& loop = is_request ? settings_.hub->loop() : exchange.worker.loop;
  const auto inbox = std::make_shared<Inbox>(loop);
  // Before the question, so that nothing the server says behind its answer comes first.
  if (is_request) start_relay(loop, {inbox, link.stream(), {id}});
  server->ask(exchange.request, std::move(batch), inbox);
  if (!is_request)
    if (auto delivered = co_await await_delivery(exchange, *inbox); !delivered) co_return delivered;
  accept(exchange.response);
  co_return Result<void>{};
}

Result<void> OldTransport::begin(exchange::Exchange& exchange, StreamLink& link,
                                 const Message& first) const {
  const auto invalid = [](const char* what) {
    return fail(Blame::client, "mcp.invalid_message", what);
  };
  if (first.protocol_version.empty()) return invalid("initialize names no version");
  if (link.server()) return invalid("initialize once more");
  auto server = target_.start(exchange);
  if (!server) return std::unexpected(std::move(server.error()));
  if (!link.begin(*server)) {
    (*server)->end();
    return invalid("initialize once more");
  }
  net::Loop& loop = settings_.hub->loop();
  const auto inbox = std::make_shared<Inbox>(loop);
  start_relay(loop, {inbox, link.stream()});
  (*server)->listen(inbox, {});
  return {};
}

Result<std::shared_ptr<Session>> OldTransport::find_session(exchange::Exchange& exchange) const {
  const auto id = http::find_query(exchange.request.query, "sessionId");
  if (!id) return fail(Blame::client, "mcp.session_missing");
  auto session =
      settings_.hub->sessions().find(*id, settings_.group->number(), caller_of(exchange));
  if (session) exchange.record.mcp->session = (*session)->shown_id();
  return session;
}

}  // namespace jg::mcp
