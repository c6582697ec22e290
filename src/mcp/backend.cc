#include "mcp/backend.h"

#include <algorithm>

#include "mcp/access.h"
#include "mcp/arrival.h"
#include "mcp/caller.h"
#include "mcp/error_answer.h"
#include "mcp/explanation.h"
#include "mcp/field.h"
#include "mcp/held_body.h"
#include "mcp/request_metadata.h"
#include "mcp/stateless/transient_body.h"

namespace jg::mcp {
namespace {

constexpr std::string_view kMetadata = "/.well-known/";
constexpr std::string_view kOldTransport = "/sse";

// A session is used as long as its answer goes on.
void hold(exchange::Exchange& exchange, SessionUse use) {
  http::BodyOwner& body = exchange.response.body;
  if (body) body = http::BodyOwner(new HeldBody(std::move(body), std::move(use)));
}

// Where every message is one of its own, a list is none, and there are no requests in it.
Result<void> check_batch(Asked& asked, const Version& version, const Batch& batch,
                         const Session* session) {
  if (!batch.is_array) return {};
  const bool has_batches = session != nullptr ? session->has_batches : version.has_batches;
  if (!has_batches) asked = {};
  if (!has_batches || std::ranges::any_of(batch.messages, &Message::is_initialize))
    return fail(Blame::client, "mcp.invalid_message", "a batch");
  return {};
}

}  // namespace

McpBackend::McpBackend(std::shared_ptr<const Hub> hub, Groups groups,
                       std::unique_ptr<const Target> target, Settings settings)
    : hub_(std::move(hub)),
      group_(std::move(groups.streamable)),
      target_(std::move(target)),
      settings_(settings),
      old_({hub_, std::move(groups.old), settings.session_idle_limit, settings.is_stateless},
           *target_),
      shown_("mcp:" + target_->name()) {}

Task<Result<void>> McpBackend::call(exchange::Exchange& exchange) const {
  exchange.record.protocol = "mcp";
  exchange.record.backend = shown_;
  exchange.record.mcp.emplace();
  Asked asked;
  const auto served = co_await serve(exchange, asked);
  if (served) co_return Result<void>{};
  const http::BodyOwner& body = exchange.response.body;
  if (body && !body->is_settled()) co_await body->settle();
  answer_error(exchange, asked, served.error());
  co_return Result<void>{};
}

Task<Result<void>> McpBackend::explain(exchange::Exchange& exchange) const {
  return explain_access(exchange, *target_);
}

Task<Result<void>> McpBackend::serve(exchange::Exchange& exchange, Asked& asked) const {
  const http::RequestHead& request = exchange.request;
  if (settings_.only_local_names) {
    if (auto local = check_local_names(request); !local) co_return local;
  }
  const bool is_known = request.method == "GET" || request.method == "POST";
  if (request.path == kOldTransport && is_known) co_return co_await old_.serve(exchange, asked);
  if (request.method == "POST") co_return co_await post(exchange, asked);
  const auto version = find_version_of(request);
  if (!version) co_return std::unexpected(version.error());
  if (request.method == "GET" && request.path.starts_with(kMetadata))
    co_return co_await target_->describe(exchange);
  if (settings_.is_stateless || !(*version)->has_sessions)
    co_return fail(Blame::client, "mcp.method", "there are no sessions");
  if (request.method == "GET") co_return co_await listen(exchange);
  if (request.method == "DELETE") co_return co_await end(exchange);
  co_return fail(Blame::client, "mcp.method");
}

Task<Result<void>> McpBackend::post(exchange::Exchange& exchange, Asked& asked) const {
  if (auto good = check_post(exchange.request); !good) co_return good;
  const auto body = co_await exchange::buffer_request_body(exchange);
  if (!body) co_return std::unexpected(body.error());
  auto batch = parse_batch(*body);
  if (!batch) co_return std::unexpected(std::move(batch.error()));
  note_message(exchange, batch->messages.front());
  asked = Asked(*batch);
  const auto version = find_version_of(exchange.request);
  if (!version) co_return std::unexpected(version.error());
  const bool is_single = !(*version)->has_sessions || !batch->messages.front().own_version.empty();
  if (is_single) co_return co_await post_single(exchange, asked, std::move(*batch));
  if (settings_.is_stateless)
    co_return co_await post_alone(exchange, asked, **version, std::move(*batch));
  auto session = find_session(exchange);
  if (!session) co_return std::unexpected(std::move(session.error()));
  if (auto good = check_batch(asked, **version, *batch, session->get()); !good) co_return good;
  SessionUse use(std::move(*session));
  Link* const link = use.get() != nullptr ? use->link.get() : nullptr;
  if (auto good = co_await judge(exchange, asked, link, *batch); !good) co_return good;
  if (batch->messages.front().is_initialize()) {
    if (use.get() != nullptr)
      co_return fail(Blame::client, "mcp.invalid_message", "initialize once more");
    co_return co_await begin(exchange, std::move(*batch));
  }
  auto sent = co_await target_->send(exchange, link, std::move(*batch));
  if (sent) hold(exchange, std::move(use));
  co_return sent;
}

// What each message is about, and whether the caller may do that.
Task<Result<void>> McpBackend::judge(exchange::Exchange& exchange, Asked& asked, Link* link,
                                     Batch& batch) const {
  for (Message& message : batch.messages) co_await target_->resolve(exchange, link, message);
  asked = Asked(batch);
  note_message(exchange, batch.messages.front());
  co_return check_access(exchange, batch);
}

// In a version without sessions, which the target's server speaks itself.
Task<Result<void>> McpBackend::post_single(exchange::Exchange& exchange, Asked& asked,
                                           Batch batch) const {
  if (!target_->takes_single_requests())
    co_return fail(Blame::client, "mcp.protocol_version", "not for this server");
  if (batch.is_array) asked = {};
  if (batch.is_array || batch.messages.front().kind == Message::Kind::response)
    co_return fail(Blame::client, "mcp.invalid_message", "neither a request nor a notification");
  if (auto good = check_metadata(exchange.request, batch.messages.front()); !good) co_return good;
  if (auto good = co_await judge(exchange, asked, nullptr, batch); !good) co_return good;
  co_return co_await target_->send(exchange, nullptr, std::move(batch));
}

// A session for one request. Nothing is left for what is none: the server that it is for is gone.
Task<Result<void>> McpBackend::post_alone(exchange::Exchange& exchange, Asked& asked,
                                          const Version& version, Batch batch) const {
  if (auto good = check_batch(asked, version, batch, nullptr); !good) co_return good;
  if (batch.is_array && !target_->takes_batches())
    co_return fail(Blame::client, "mcp.invalid_message", "a batch for several servers");
  if (batch.requests() == 0) {
    exchange.response.head.status = 202;
    co_return Result<void>{};
  }
  auto place = make_session(exchange);
  if (!place) co_return std::unexpected(std::move(place.error()));
  auto session = std::make_unique<Transient>(*hub_, *target_, std::move(*place));
  auto done = co_await ask_alone(exchange, asked, *session, std::move(batch));
  if (!done || !exchange.response.body) {
    co_await session->end();
    co_return done;
  }
  http::BodyOwner& body = exchange.response.body;
  body = http::BodyOwner(new TransientBody(std::move(body), std::move(session)));
  co_return done;
}

Task<Result<void>> McpBackend::ask_alone(exchange::Exchange& exchange, Asked& asked,
                                         Transient& session, Batch batch) const {
  if (batch.messages.front().is_initialize()) {
    auto opened = co_await target_->open(exchange, std::move(batch));
    if (!opened) co_return std::unexpected(std::move(opened.error()));
    session.take(exchange, std::move(opened->link));
    co_return Result<void>{};
  }
  if (auto begun = co_await session.begin(exchange); !begun) co_return begun;
  if (auto good = co_await judge(exchange, asked, session.link(), batch); !good) co_return good;
  co_return co_await target_->send(exchange, session.link(), std::move(batch));
}

// Who could speak another version is told which there are.
Result<const Version*> McpBackend::find_version_of(const http::RequestHead& request) const {
  auto version = read_version(request);
  if (!version && target_->takes_single_requests())
    return fail(Blame::client, "mcp.unsupported_version");
  return version;
}

Result<std::shared_ptr<Session>> McpBackend::make_session(
    const exchange::Exchange& exchange) const {
  auto made = hub_->sessions().make(
      {{}, group_->number(), caller_of(exchange), settings_.session_idle_limit});
  if (made) hub_->wake();
  return made;
}

Task<Result<void>> McpBackend::begin(exchange::Exchange& exchange, Batch initialize) const {
  if (initialize.messages.front().protocol_version.empty())
    co_return fail(Blame::client, "mcp.invalid_message", "initialize names no version");
  auto made = make_session(exchange);
  if (!made) co_return std::unexpected(std::move(made.error()));
  const SessionUse use(*made);
  auto opened = co_await target_->open(exchange, std::move(initialize));
  // Who is gone never learns the session's id.
  const bool is_gone = exchange.cancel.is_cancelled();
  if (!opened || !opened->link || is_gone) {
    if (opened && opened->link) opened->link->end();
    hub_->sessions().remove(use->id());
    if (!opened) co_return std::unexpected(std::move(opened.error()));
    if (is_gone) co_return fail(Blame::client, "http.client_gone");
    co_return Result<void>{};
  }
  hub_->sessions().complete(**made, std::move(opened->link), opened->has_batches);
  exchange.record.mcp->session = use->shown_id();
  exchange.response.head.fields.add(kSessionId, exchange.arena.copy(use->id()));
  co_return Result<void>{};
}

Task<Result<void>> McpBackend::listen(exchange::Exchange& exchange) const {
  if (auto good = check_listen(exchange.request); !good) co_return good;
  auto session = find_session(exchange);
  if (!session) co_return std::unexpected(std::move(session.error()));
  SessionUse use(std::move(*session));
  Link* const link = use.get() != nullptr ? use->link.get() : nullptr;
  auto listening = co_await target_->listen(exchange, link);
  if (listening) hold(exchange, std::move(use));
  co_return listening;
}

Task<Result<void>> McpBackend::end(exchange::Exchange& exchange) const {
  auto session = find_session(exchange);
  if (!session) co_return std::unexpected(std::move(session.error()));
  if (!*session) co_return fail(Blame::client, "mcp.session_missing");
  const auto closed = co_await target_->close(exchange, *(*session)->link);
  if (!closed) co_return std::unexpected(closed.error());
  if (*closed) hub_->sessions().remove((*session)->id());
  co_return Result<void>{};
}

Result<std::shared_ptr<Session>> McpBackend::find_session(exchange::Exchange& exchange) const {
  const http::Fields& fields = exchange.request.fields;
  const auto id = fields.find(kSessionId);
  if (!id) return nullptr;
  if (fields.count(kSessionId) > 1)
    return fail(Blame::client, "mcp.session_unknown", "several ids");
  auto session = hub_->sessions().find(*id, group_->number(), caller_of(exchange));
  if (session) exchange.record.mcp->session = (*session)->shown_id();
  return session;
}

}  // namespace jg::mcp
