// The questions that a client's request puts to all servers: what they have, and what they can.
#include "mcp/multi/multi_target.h"

#include <algorithm>
#include <iterator>

#include "json/writer.h"
#include "mcp/access.h"
#include "mcp/answer.h"
#include "mcp/event_body.h"
#include "mcp/multi/gather.h"
#include "mcp/multi/junction_body.h"

namespace jg::mcp {
namespace {

constexpr int kInternalError = -32603;

// A request that no client sent; of a version without sessions, or of the session's.
Message own_request(const List& list, std::string_view version, std::uint64_t number) {
  std::string text;
  json::Writer writer(text);
  writer.begin_object().member("jsonrpc", "2.0");
  writer.member("id", "agw_names_" + std::to_string(number)).member("method", list.method);
  writer.key("params").begin_object();
  if (!version.empty()) {
    writer.key("_meta").begin_object();
    writer.member("io.modelcontextprotocol/protocolVersion", version);
    writer.member_raw("io.modelcontextprotocol/clientCapabilities", "{}").end_object();
  }
  writer.end_object().end_object();
  return *parse_message(text);
}

void remember(Catalog& catalog, const List& list, std::vector<Catalog::Item> items) {
  if (list.member == "resourceTemplates")
    catalog.set_templates(std::move(items));
  else
    catalog.set(list.kind, std::move(items));
}

}  // namespace

// Rules are left for the request itself.
Task<void> MultiTarget::read_catalog(exchange::Exchange& exchange, MultiLink& link, Kind kind,
                                     std::string version) const {
  for (const std::string_view member : {"tools", "prompts", "resources", "resourceTemplates"}) {
    const List& list = *find_list_in(member);
    if (list.kind != kind) continue;
    const Message request = own_request(list, version, link.next_number());
    const auto junction = std::make_shared<Junction>(exchange.worker.loop);
    const Shares shares = share_out(exchange, link);
    for (const auto& share : shares) {
      share->part->exchange().facts.mcp_rules = nullptr;
      share->part->exchange().request.fields.set("mcp-method", list.method);
      share->part->exchange().request.fields.remove("mcp-name");
      junction->start(share->part, ask_for_all(junction, share, request));
    }
    if (const auto done = co_await run_out(exchange, *junction); !done) co_return;
    auto answers = gather(shares, settings_.failure_mode);
    if (answers) remember(link.catalog(), list, items_of(*answers, list));
  }
}

// Who hears that a server cannot, begins a session.
Task<Result<void>> MultiTarget::discover(exchange::Exchange& exchange, MultiLink& link,
                                         Message message) const {
  const auto junction = std::make_shared<Junction>(exchange.worker.loop);
  const Shares shares = share_out(exchange, link);
  for (const auto& share : shares) junction->start(share->part, ask(junction, share, message));
  if (auto done = co_await run_out(exchange, *junction); !done) co_return done;
  std::vector<ServerAnswer> answers;
  for (const auto& share : shares) std::ranges::move(share->answers, std::back_inserter(answers));
  const std::string merged = merge_discoveries(answers);
  if (answers.size() != shares.size() || merged.empty())
    co_return fail(Blame::client, "mcp.protocol_version", "not for all of the servers");
  answer_message(exchange, answer_text(message.id, merged));
  co_return Result<void>{};
}

// Servers without a log have no level.
Task<Result<void>> MultiTarget::set_level(exchange::Exchange& exchange, MultiLink& link,
                                          Message message) const {
  const auto junction = std::make_shared<Junction>(exchange.worker.loop);
  const Shares shares = share_out(exchange, link);
  for (const auto& share : shares) junction->start(share->part, ask(junction, share, message));
  if (auto done = co_await run_out(exchange, *junction); !done) co_return done;
  auto answers = gather(shares, settings_.failure_mode);
  if (!answers) co_return std::unexpected(std::move(answers.error()));
  answer_message(exchange, answer_text(message.id, "{}"));
  co_return Result<void>{};
}

// Names that say whose they are come in pages, as each server has them. Others come all at once, as
// only then it is known which of them more than one server has.
Task<Result<void>> MultiTarget::list(exchange::Exchange& exchange, MultiLink& link, Message message,
                                     const List& list) const {
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
  const auto merge = [this, &exchange, link = link.shared_from_this(), &list, shares] {
    return merge_shares(exchange, *link, shares, list);
  };
  if (!junction->is_settled() || junction->has_news()) {
    JunctionBody::End end = [merge, id = message.id] {
      const auto result = merge();
      return event_of(result ? answer_text(id, *result)
                             : error_message(id, kInternalError, result.error().code).text);
    };
    answer_events(exchange,
                  http::BodyOwner(new JunctionBody(junction, exchange.cancel, std::move(end))));
    co_return Result<void>{};
  }
  auto result = merge();
  if (!result) co_return std::unexpected(std::move(result.error()));
  answer_message(exchange, answer_text(message.id, *result));
  co_return Result<void>{};
}

Result<std::string> MultiTarget::merge_shares(exchange::Exchange& exchange, MultiLink& link,
                                              const Shares& shares, const List& list) const {
  const auto answers = gather(shares, settings_.failure_mode);
  if (!answers) return std::unexpected(answers.error());
  if (settings_.labels_names) return merge_lists(*answers, list, {}, link.is_single());
  auto items = items_of(*answers, list);
  std::vector<std::string> left_out = find_shared(items);
  if (exchange.facts.mcp_rules != nullptr) {
    for (const Catalog::Item& item : items)
      if (!may_use(exchange, {list.kind, item.target, item.name})) left_out.push_back(item.name);
    std::ranges::sort(left_out);
  }
  remember(link.catalog(), list, std::move(items));
  return merge_lists(*answers, list, left_out, link.is_single());
}

}  // namespace jg::mcp
