#include "mcp/multi/multi_target.h"

#include <algorithm>

#include "mcp/answer.h"
#include "mcp/arrival.h"
#include "mcp/multi/gather.h"
#include "mcp/multi/junction_body.h"
#include "mcp/multi/labels.h"
#include "mcp/multi/merge.h"
#include "mcp/request_metadata.h"

namespace jg::mcp {
namespace {

constexpr int kMethodNotFound = -32601;
constexpr std::string_view kLastEvent = "last-event-id";

MultiLink& multi(Link& link) { return static_cast<MultiLink&>(link); }

std::string joined(const MultiTarget::Targets& targets) {
  std::string out;
  for (const auto& target : targets) out.append(out.empty() ? "" : "+").append(target->name());
  return out;
}

bool has_name(Kind kind) { return kind != Kind::none && kind != Kind::task; }

}  // namespace

MultiTarget::MultiTarget(Targets targets, Settings settings)
    : targets_(std::move(targets)), settings_(settings), name_(joined(targets_)) {}

const Target* MultiTarget::find(std::string_view name) const {
  const auto found =
      std::ranges::find_if(targets_, [&](const auto& target) { return target->name() == name; });
  return found == targets_.end() ? nullptr : found->get();
}

bool MultiTarget::takes_single_requests() const {
  return std::ranges::all_of(targets_,
                             [](const auto& target) { return target->takes_single_requests(); });
}

std::shared_ptr<MultiLink> MultiTarget::single_link() const {
  std::vector<MultiLink::Part> parts;
  for (const auto& target : targets_) parts.push_back({target->name(), nullptr, {}});
  return std::make_shared<MultiLink>(std::move(parts), MultiLink::Kind::single);
}

Shares MultiTarget::share_out(const exchange::Exchange& exchange, const MultiLink& link) const {
  Shares out;
  for (const MultiLink::Part& part : link.parts())
    out.push_back(make_share(exchange, *find(part.target), part, settings_.labels_names));
  return out;
}

// Whose a name is that does not say it: as far as it is known, and else all are asked what they have.
Task<void> MultiTarget::resolve(exchange::Exchange& exchange, Link* link, Message& message) const {
  telemetry::McpSubject& subject = message.subject;
  if (!has_name(subject.kind)) co_return;
  if (settings_.labels_names) {
    auto labelled = read_label(subject.kind, subject.name);
    if (!labelled || find(labelled->target) == nullptr) co_return;
    subject.target = std::move(labelled->target);
    message.client_name = std::exchange(subject.name, std::move(labelled->rest));
    co_return;
  }
  if (link == nullptr && !is_single(exchange.request)) co_return;
  const auto single = link == nullptr ? single_link() : nullptr;
  MultiLink& known = link == nullptr ? *single : multi(*link);
  auto target = known.catalog().find_target(subject.kind, subject.name);
  if (!target) {
    co_await read_catalog(exchange, known, subject.kind, message.own_version);
    target = known.catalog().find_target(subject.kind, subject.name);
  }
  if (target) subject.target = std::move(*target);
}

Task<Result<Target::Opened>> MultiTarget::open(exchange::Exchange& exchange,
                                               Batch initialize) const {
  const std::string id = initialize.messages.front().id;
  const auto junction = std::make_shared<Junction>(exchange.worker.loop);
  Shares shares;
  for (const auto& target : targets_) {
    const MultiLink::Part part{target->name(), nullptr, {}};
    shares.push_back(make_share(exchange, *target, part, settings_.labels_names));
    junction->start(shares.back()->part, begin(shares.back(), initialize));
  }
  auto done = co_await run_out(exchange, *junction);
  std::vector<MultiLink::Part> parts;
  for (const auto& share : shares)
    if (!share->failure)
      parts.push_back({share->target.name(), share->link, version_of(share->answers.front())});
  const auto link =
      std::make_shared<MultiLink>(std::move(parts), settings_.failure_mode == FailureMode::fail_open
                                                        ? MultiLink::Kind::ends_with_last
                                                        : MultiLink::Kind::ends_with_any);
  auto answers = gather(shares, settings_.failure_mode);
  const bool has_begun = done && answers;
  for (const auto& share : shares)
    if (share->link && (!has_begun || link->find(share->target.name()) == nullptr))
      junction->start(share->part, jg::mcp::close(share));
  co_await junction->run_out();
  if (!done) co_return std::unexpected(std::move(done.error()));
  if (!answers) co_return std::unexpected(std::move(answers.error()));
  answer_message(exchange, answer_text(id, merge_initialize(*answers)));
  co_return Opened{link, false};
}

Task<Result<void>> MultiTarget::send(exchange::Exchange& exchange, Link* link, Batch batch) const {
  Message message = std::move(batch.messages.front());
  if (link == nullptr && !is_single(exchange.request))
    co_return fail(Blame::client, "mcp.session_missing");
  const auto single = link == nullptr ? single_link() : nullptr;
  if (message.is_request())
    co_return co_await send_request(exchange, single ? *single : multi(*link), std::move(message));
  if (single) {
    exchange.response.head.status = 202;  // nothing goes on of which it could tell
    co_return Result<void>{};
  }
  const bool is_reply =
      message.kind == Message::Kind::response || message.method == "notifications/progress";
  if (is_reply) co_return co_await send_reply(exchange, multi(*link), std::move(message));
  // Who calls and wants no answer calls all the same, but no server has it under this name.
  if (!message.method.starts_with("notifications/"))
    co_return fail(Blame::client, "mcp.invalid_message", "a request without an id");
  co_return co_await tell_all(exchange, multi(*link), std::move(message));
}

Task<Result<void>> MultiTarget::send_request(exchange::Exchange& exchange, MultiLink& link,
                                             Message message) const {
  const List* const asked_list = find_list_for(message.method);
  if (asked_list != nullptr && has_name(asked_list->kind))
    co_return co_await list(exchange, link, std::move(message), *asked_list);
  if (message.method == "server/discover" && link.is_single())
    co_return co_await discover(exchange, link, std::move(message));
  if (message.method == "logging/setLevel" && !link.is_single())
    co_return co_await set_level(exchange, link, std::move(message));
  if (message.method == "ping" && !link.is_single()) {
    answer_message(exchange, answer_text(message.id, "{}"));
    co_return Result<void>{};
  }
  if (!has_name(message.subject.kind)) {
    const std::string says = "Unknown method: " + message.method;
    answer_message(exchange, error_message(message.id, kMethodNotFound, says).text);
    if (link.is_single()) exchange.response.head.status = 404;
    co_return Result<void>{};
  }
  const MultiLink::Part* const part = link.find(message.subject.target);
  if (part == nullptr) co_return fail(Blame::client, "mcp.unknown");
  auto plain = unlabel_request(message, message.subject.name);
  if (!plain) co_return std::unexpected(std::move(plain.error()));
  http::Fields& fields = exchange.request.fields;
  if (link.is_single() && fields.find("mcp-name"))
    fields.set("mcp-name", exchange.arena.copy(encode_name(message.subject.name)));
  co_return co_await send_to(exchange, *part, std::move(*plain));
}

// An answer to a request that a server sent, or its progress.
Task<Result<void>> MultiTarget::send_reply(exchange::Exchange& exchange, MultiLink& link,
                                           Message message) const {
  const bool is_answer = message.kind == Message::Kind::response;
  const auto labelled = read_id_label(is_answer ? message.id : message.progress_token);
  const MultiLink::Part* const part = labelled ? link.find(labelled->target) : nullptr;
  if (part == nullptr)
    co_return fail(Blame::client, "mcp.invalid_message", "of no server's request");
  auto plain = unlabel_reply(message, labelled->rest);
  if (!plain) co_return std::unexpected(std::move(plain.error()));
  co_return co_await send_to(exchange, *part, std::move(*plain));
}

Task<Result<void>> MultiTarget::send_to(exchange::Exchange& exchange, const MultiLink::Part& part,
                                        Message message) const {
  dress(exchange, part);
  exchange.buffered_body = message.text;
  Batch batch;
  batch.messages.push_back(std::move(message));
  Labels labels{part.target, settings_.labels_names, batch.messages.front().id};
  auto sent = co_await find(part.target)->send(exchange, part.link.get(), std::move(batch));
  if (!sent) co_return sent;
  co_return co_await label_answer(exchange, std::move(labels));
}

Task<Result<void>> MultiTarget::tell_all(exchange::Exchange& exchange, MultiLink& link,
                                         Message message) const {
  const auto junction = std::make_shared<Junction>(exchange.worker.loop);
  for (const auto& share : share_out(exchange, link))
    junction->start(share->part, tell(share, message));
  auto done = co_await run_out(exchange, *junction);
  if (done) exchange.response.head.status = 202;
  co_return done;
}

Task<Result<void>> MultiTarget::listen(exchange::Exchange& exchange, Link* link) const {
  if (link == nullptr) co_return fail(Blame::client, "mcp.session_missing");
  if (const auto last = exchange.request.fields.find(kLastEvent)) {
    const auto labelled = read_event_label(*last);
    const MultiLink::Part* const part = labelled ? multi(*link).find(labelled->target) : nullptr;
    if (part != nullptr) co_return co_await resume(exchange, *part, labelled->rest);
    exchange.request.fields.remove(kLastEvent);
  }
  auto junction = std::make_shared<Junction>(exchange.worker.loop);
  for (const auto& share : share_out(exchange, multi(*link)))
    junction->start(share->part, hear(junction, share));
  co_await junction->wait(exchange.cancel);
  if (exchange.cancel.is_cancelled()) co_return co_await run_out(exchange, *junction);
  if (junction->is_settled() && !junction->has_news())
    co_return fail(Blame::client, "mcp.method", "no server speaks there");
  answer_events(exchange, http::BodyOwner(new JunctionBody(std::move(junction), exchange.cancel)));
  co_return Result<void>{};
}

// Of one stream of one server.
Task<Result<void>> MultiTarget::resume(exchange::Exchange& exchange, const MultiLink::Part& part,
                                       std::string_view event) const {
  dress(exchange, part);
  exchange.request.fields.set(kLastEvent, exchange.arena.copy(event));
  auto listening = co_await find(part.target)->listen(exchange, part.link.get());
  if (!listening) co_return listening;
  Labels labels{part.target, settings_.labels_names};
  co_return co_await label_answer(exchange, std::move(labels));
}

Task<Result<bool>> MultiTarget::close(exchange::Exchange& exchange, Link& link) const {
  const auto junction = std::make_shared<Junction>(exchange.worker.loop);
  for (const auto& share : share_out(exchange, multi(link)))
    if (share->link) junction->start(share->part, jg::mcp::close(share));
  co_await junction->run_out();
  exchange.response.head.status = 200;
  co_return true;
}

Task<Result<void>> MultiTarget::describe(exchange::Exchange&) const {
  co_return fail(Blame::client, "mcp.no_metadata");
}

}  // namespace jg::mcp
