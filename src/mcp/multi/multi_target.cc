#include "mcp/multi/multi_target.h"

#include <algorithm>

#include "json/writer.h"
#include "mcp/access.h"
#include "mcp/event_body.h"
#include "mcp/multi/failures.h"
#include "mcp/multi/junction_body.h"
#include "mcp/multi/labels.h"
#include "mcp/multi/merge.h"

namespace jg::mcp {
namespace {

constexpr int kMethodNotFound = -32601;
constexpr int kInternalError = -32603;
constexpr std::string_view kLastEvent = "last-event-id";

MultiLink& multi(Link& link) { return static_cast<MultiLink&>(link); }

std::unexpected<Error> gone() { return fail(Blame::client, "http.client_gone"); }

void answer_json(exchange::Exchange& exchange, std::string text) {
  exchange.response.head.status = 200;
  exchange.response.head.fields.add("content-type", "application/json");
  exchange.response.set_text(std::move(text));
}

void answer_events(exchange::Exchange& exchange, SharedJunction junction,
                   JunctionBody::End end = nullptr) {
  http::ResponseHead& head = exchange.response.head;
  head.status = 200;
  head.fields.add("content-type", "text/event-stream");
  head.fields.add("cache-control", "no-cache");
  exchange.response.body =
      http::BodyOwner(new JunctionBody(std::move(junction), exchange.cancel, std::move(end)));
}

// Until nobody speaks any more; what was said is dropped.
Task<Result<void>> run_out(exchange::Exchange& exchange, Junction& junction) {
  while (!junction.is_settled() && !exchange.cancel.is_cancelled()) {
    co_await junction.wait(exchange.cancel);
    while (junction.take()) {
    }
  }
  co_await junction.settle();
  if (exchange.cancel.is_cancelled()) co_return gone();
  co_return Result<void>{};
}

// What the shares came to together, in their order.
Result<std::vector<ServerAnswer>> gather(const Shares& shares, FailureMode mode) {
  Failures failures(mode);
  std::vector<ServerAnswer> out;
  bool has_answers = false;
  for (const auto& share : shares) {
    has_answers |= !share->failure;
    if (share->failure)
      failures.add(share->target.name(), std::move(*share->failure));
    else
      std::ranges::move(share->answers, std::back_inserter(out));
  }
  if (auto judged = failures.judge(has_answers); !judged)
    return std::unexpected(std::move(judged.error()));
  return out;
}

// A request that no client sent.
Message own_request(const List& list) {
  Message out;
  out.kind = Message::Kind::request;
  json::Writer writer(out.text);
  writer.begin_object().member("jsonrpc", "2.0");
  writer.member("id", "agw_names_" + std::string(list.member)).member("method", list.method);
  writer.end_object();
  return out;
}

void remember(Catalog& catalog, const List& list, std::vector<Catalog::Item> items) {
  if (list.member == "resourceTemplates")
    catalog.set_templates(std::move(items));
  else
    catalog.set(list.kind, std::move(items));
}

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

Shares MultiTarget::share_out(const exchange::Exchange& exchange, const MultiLink& link) const {
  Shares out;
  for (const MultiLink::Part& part : link.parts())
    out.push_back(make_share(exchange, part, settings_.labels_names));
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
    subject.name = std::move(labelled->rest);
    co_return;
  }
  if (link == nullptr) co_return;
  const Catalog& catalog = multi(*link).catalog();
  auto target = catalog.find_target(subject.kind, subject.name);
  if (!target) {
    co_await read_catalog(exchange, multi(*link), subject.kind);
    target = catalog.find_target(subject.kind, subject.name);
  }
  if (target) subject.target = std::move(*target);
}

// Rules are left for the request itself.
Task<void> MultiTarget::read_catalog(exchange::Exchange& exchange, MultiLink& link,
                                     Kind kind) const {
  for (const std::string_view member : {"tools", "prompts", "resources", "resourceTemplates"}) {
    const List& list = *find_list_in(member);
    if (list.kind != kind) continue;
    const auto junction = std::make_shared<Junction>(exchange.worker.loop);
    const Shares shares = share_out(exchange, link);
    for (const auto& share : shares) {
      share->part->exchange().facts.mcp_rules = nullptr;
      auto request = parse_message(own_request(list).text);
      junction->start(share->part, ask_for_all(junction, share, std::move(*request)));
    }
    if (const auto done = co_await run_out(exchange, *junction); !done) co_return;
    auto answers = gather(shares, FailureMode::fail_open);
    if (answers) remember(link.catalog(), list, items_of(*answers, list));
  }
}

Task<Result<Target::Opened>> MultiTarget::open(exchange::Exchange& exchange,
                                               Batch initialize) const {
  const std::string id = initialize.messages.front().id;
  const auto junction = std::make_shared<Junction>(exchange.worker.loop);
  Shares shares;
  for (const auto& target : targets_) {
    shares.push_back(make_share(exchange, {target.get(), nullptr, {}}, settings_.labels_names));
    junction->start(shares.back()->part, begin(shares.back(), initialize));
  }
  auto done = co_await run_out(exchange, *junction);
  std::vector<MultiLink::Part> parts;
  for (const auto& share : shares)
    if (!share->failure)
      parts.push_back({&share->target, share->link, version_of(share->answers.front())});
  const auto link = std::make_shared<MultiLink>(std::move(parts),
                                                settings_.failure_mode == FailureMode::fail_open);
  auto answers = gather(shares, settings_.failure_mode);
  if (!done || !answers) link->end();
  if (!done) co_return std::unexpected(std::move(done.error()));
  if (!answers) co_return std::unexpected(std::move(answers.error()));
  answer_json(exchange, answer_text(id, merge_initialize(*answers)));
  co_return Opened{link, false};
}

Task<Result<void>> MultiTarget::send(exchange::Exchange& exchange, Link* link, Batch batch) const {
  if (link == nullptr) co_return fail(Blame::client, "mcp.session_missing");
  if (batch.is_array) co_return fail(Blame::client, "mcp.invalid_message", "a batch for several");
  Message message = std::move(batch.messages.front());
  if (message.is_request())
    co_return co_await send_request(exchange, multi(*link), std::move(message));
  const bool is_reply = message.kind == Message::Kind::response ||
                        message.method == "notifications/progress";
  if (is_reply) co_return co_await send_reply(exchange, multi(*link), std::move(message));
  co_return co_await tell_all(exchange, multi(*link), std::move(message));
}

Task<Result<void>> MultiTarget::send_request(exchange::Exchange& exchange, MultiLink& link,
                                             Message message) const {
  const List* const asked_list = find_list_for(message.method);
  if (asked_list != nullptr && has_name(asked_list->kind))
    co_return co_await list(exchange, link, std::move(message), *asked_list);
  if (message.method == "logging/setLevel")
    co_return co_await set_level(exchange, link, std::move(message));
  if (message.method == "ping") {
    answer_json(exchange, answer_text(message.id, "{}"));
    co_return Result<void>{};
  }
  if (!has_name(message.subject.kind)) {
    const std::string says = "Unknown method: " + message.method;
    answer_json(exchange, error_message(message.id, kMethodNotFound, says).text);
    co_return Result<void>{};
  }
  const MultiLink::Part* const part = link.find(message.subject.target);
  if (part == nullptr) co_return fail(Blame::client, "mcp.unknown_name");
  auto plain = unlabel_request(message, message.subject.name);
  if (!plain) co_return std::unexpected(std::move(plain.error()));
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
  auto sent = co_await part.target->send(exchange, part.link.get(), std::move(batch));
  if (!sent) co_return sent;
  Labels labels{part.target->name(), settings_.labels_names};
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

// Servers without a log have no level.
Task<Result<void>> MultiTarget::set_level(exchange::Exchange& exchange, MultiLink& link,
                                          Message message) const {
  const auto junction = std::make_shared<Junction>(exchange.worker.loop);
  const Shares shares = share_out(exchange, link);
  for (const auto& share : shares)
    junction->start(share->part, ask(junction, share, message));
  if (auto done = co_await run_out(exchange, *junction); !done) co_return done;
  auto answers = gather(shares, settings_.failure_mode);
  if (!answers) co_return std::unexpected(std::move(answers.error()));
  answer_json(exchange, answer_text(message.id, "{}"));
  co_return Result<void>{};
}

// Names that say whose they are come in pages, as each server has them. Others come all at once, as
// only then it is known which of them more than one server has.
Task<Result<void>> MultiTarget::list(exchange::Exchange& exchange, MultiLink& link,
                                     Message message, const List& list) const {
  auto cursors = read_cursor(message.text);
  if (!cursors) co_return std::unexpected(std::move(cursors.error()));
  if (*cursors && !settings_.labels_names)
    co_return fail(Blame::client, "mcp.invalid_message", "a cursor, where there is one page");
  const auto junction = std::make_shared<Junction>(exchange.worker.loop);
  Shares shares = share_out(exchange, link);
  std::erase_if(shares, [&](const auto& one) { return !has_page(*cursors, one->target.name()); });
  for (const auto& share : shares) {
    auto request = with_cursor(message, page_of(*cursors, share->target.name()));
    if (!settings_.labels_names) share->part->exchange().facts.mcp_rules = nullptr;
    junction->start(share->part, settings_.labels_names
                                     ? ask(junction, share, std::move(request))
                                     : ask_for_all(junction, share, std::move(request)));
  }
  co_await junction->wait(exchange.cancel);
  if (exchange.cancel.is_cancelled()) co_return co_await run_out(exchange, *junction);
  const auto merge = [this, &exchange, &link, &list, shares] {
    return merge_shares(exchange, link, shares, list);
  };
  if (!junction->is_settled() || junction->has_news()) {
    answer_events(exchange, junction, [merge, id = message.id] {
      const auto result = merge();
      return event_of(result ? answer_text(id, *result)
                             : error_message(id, kInternalError, result.error().code).text);
    });
    co_return Result<void>{};
  }
  auto result = merge();
  if (!result) co_return std::unexpected(std::move(result.error()));
  answer_json(exchange, answer_text(message.id, *result));
  co_return Result<void>{};
}

Result<std::string> MultiTarget::merge_shares(exchange::Exchange& exchange, MultiLink& link,
                                              const Shares& shares, const List& list) const {
  const auto answers = gather(shares, settings_.failure_mode);
  if (!answers) return std::unexpected(answers.error());
  if (settings_.labels_names) return merge_lists(*answers, list);
  auto items = items_of(*answers, list);
  std::vector<std::string> left_out = find_shared(items);
  if (exchange.facts.mcp_rules != nullptr) {
    for (const Catalog::Item& item : items)
      if (!may_use(exchange, {list.kind, item.target, item.name})) left_out.push_back(item.name);
    std::ranges::sort(left_out);
  }
  remember(link.catalog(), list, std::move(items));
  return merge_lists(*answers, list, left_out);
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
  Shares shares = share_out(exchange, multi(*link));
  for (const auto& share : shares) junction->start(share->part, hear(share));
  if (auto done = co_await run_out(exchange, *junction); !done) co_return done;
  std::erase_if(shares, [](const auto& share) { return !share->part->response().body; });
  if (shares.empty()) co_return fail(Blame::client, "mcp.method", "no server speaks there");
  for (const auto& share : shares) junction->start(share->part, pass_on(junction, share));
  answer_events(exchange, std::move(junction));
  co_return Result<void>{};
}

// Of one stream of one server.
Task<Result<void>> MultiTarget::resume(exchange::Exchange& exchange, const MultiLink::Part& part,
                                       std::string_view event) const {
  dress(exchange, part);
  exchange.request.fields.set(kLastEvent, exchange.arena.copy(event));
  auto listening = co_await part.target->listen(exchange, part.link.get());
  if (!listening) co_return listening;
  Labels labels{part.target->name(), settings_.labels_names};
  co_return co_await label_answer(exchange, std::move(labels));
}

Task<Result<bool>> MultiTarget::close(exchange::Exchange& exchange, Link& link) const {
  const auto junction = std::make_shared<Junction>(exchange.worker.loop);
  for (const auto& share : share_out(exchange, multi(link)))
    if (share->link) junction->start(share->part, jg::mcp::close(share));
  auto done = co_await run_out(exchange, *junction);
  if (!done) co_return std::unexpected(std::move(done.error()));
  exchange.response.head.status = 200;
  co_return true;
}

Task<Result<void>> MultiTarget::describe(exchange::Exchange&) const {
  co_return fail(Blame::client, "mcp.no_metadata");
}

}  // namespace jg::mcp
