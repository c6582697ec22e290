#include "mcp/multi/share.h"

#include "base/ascii.h"
#include "exchange/answer_body.h"
#include "http/sse.h"
#include "mcp/answer_filter.h"
#include "mcp/content.h"
#include "mcp/event_body.h"
#include "mcp/field.h"
#include "mcp/multi/labels.h"
#include "mcp/version.h"

namespace jg::mcp {
namespace {

constexpr std::chrono::milliseconds kLongestEnd{2000};  // of a server that is asked to forget
constexpr int kMethodNotFound = -32601;

std::unexpected<Error> failed(const std::string& what) {
  return fail(Blame::upstream, "mcp.target_failed", "it gave " + what);
}

bool is_stream(const exchange::Response& response) {
  return ascii::iequals(media_type_of(response.head.fields), kEvents);
}

bool is_answer(const Message& message, const std::string& id) {
  return message.kind == Message::Kind::response && message.id == id;
}

// Nothing when the server does not have the method.
Result<std::optional<ServerAnswer>> read_answer(const Labels& labels, std::string_view text) {
  const auto labelled = label_message(labels, text);
  if (!labelled) return std::unexpected(labelled.error());
  auto document = json::Document::parse(**labelled, {.bytes = (*labelled)->size() + 1024});
  if (!document) return failed("no answer that can be read");
  const auto error = document->root().find("error");
  if (!error) return ServerAnswer{labels.target, std::move(*document), (*labelled)->size()};
  const auto code = error->find("code");
  if (code && code->as_int() == kMethodNotFound) return std::nullopt;
  return failed("an error");
}

// What stands before the answer is the client's.
Task<Result<std::string>> find_in_events(http::BodySource& body, const Labels& labels,
                                         const std::string& id, Junction* junction) {
  http::SseReader reader(kMostAnswer);
  std::size_t bytes = 0;
  while (true) {
    auto piece = body.try_next();
    if (!piece) piece = co_await body.next();
    if (!*piece) co_return std::unexpected(std::move(piece->error()));
    if ((*piece)->end || reader.skipped() > 0) break;
    std::string_view left = (*piece)->data;
    bytes += left.size();
    while (const auto event = reader.next(left)) {
      const auto message = parse_message(event->data);
      if (!message) continue;
      if (is_answer(*message, id)) co_return message->text;
      if (message->kind == Message::Kind::response) continue;  // nothing else was asked
      const auto labelled = label_message(labels, message->text);
      if (junction == nullptr || !labelled) continue;
      std::string said = event_of(**labelled);
      const bool is_heard = co_await junction->say(std::move(said));
      if (!is_heard) co_return fail(Blame::client, "http.client_gone");
      bytes = 0;
    }
    if (bytes > kMostAnswer) break;
  }
  co_return failed("no answer");
}

// The answer in what a question to the server of `share` came to.
Task<Result<std::optional<ServerAnswer>>> take_answer(Share& share, std::string id,
                                                      Junction* junction) {
  exchange::Response& response = share.part->response();
  if (response.head.status == 404 && share.link)
    co_return fail(Blame::client, "mcp.session_unknown", "a server has forgotten it");
  if (response.head.status != 200 || !response.body)
    co_return failed("status " + std::to_string(response.head.status));
  Result<std::string> text;
  if (is_stream(response)) {
    text = co_await find_in_events(*response.body, share.labels, id, junction);
  } else {
    text = co_await exchange::read_answer_body(share.part->exchange(), kMostAnswer);
    const auto message = text ? parse_message(*text) : Result<Message>();
    if (text && (!message || !is_answer(*message, id))) co_return failed("no answer");
  }
  if (!text) co_return std::unexpected(std::move(text.error()));
  co_return read_answer(share.labels, *text);
}

Task<Result<void>> send(Share& share, Message message) {
  co_await share.part->settle();
  share.part->renew(message.text);
  Batch batch;
  batch.messages.push_back(std::move(message));
  co_return co_await share.target.send(share.part->exchange(), share.link.get(), std::move(batch));
}

// True when there is an answer.
Task<bool> ask_once(Junction* junction, Share& share, Message request) {
  std::string id = request.id;
  auto sent = co_await send(share, std::move(request));
  if (!sent) {
    share.failure = std::move(sent.error());
    co_return false;
  }
  auto answer = co_await take_answer(share, std::move(id), junction);
  if (!answer) share.failure = std::move(answer.error());
  if (!answer || !*answer) co_return false;
  share.answers.push_back(std::move(**answer));
  co_return true;
}

// Silence is the server's failure, not the client's.
void note_silence(Share& share, const PartLimit& limit) {
  if (share.failure && limit.is_over())
    share.failure = Error{Blame::upstream, "mcp.server_slow", {}};
}

std::optional<std::string> next_page(const Share& share) {
  const auto cursor = share.answers.back().result().find("nextCursor");
  const auto text = cursor ? cursor->as_string() : std::nullopt;
  return text ? std::optional(std::string(*text)) : std::nullopt;
}

}  // namespace

void dress(exchange::Exchange& exchange, const MultiLink::Part& part) {
  http::Fields& fields = exchange.request.fields;
  fields.remove("accept-encoding");
  fields.remove("cookie");
  if (!part.version.empty() && fields.find(kProtocolVersion))
    fields.set(kProtocolVersion, exchange.arena.copy(part.version));
}

Task<Result<void>> label_answer(exchange::Exchange& exchange, Labels labels) {
  std::string event_label = label_event(labels.target, {});
  MessageFilter filter = [labels = std::move(labels)](std::string_view text) {
    return label_message(labels, text);
  };
  exchange.response.head.fields.remove("set-cookie");
  co_return co_await filter_answer(exchange, std::move(filter), std::move(event_label));
}

std::shared_ptr<Share> make_share(const exchange::Exchange& whole, const Target& target,
                                  const MultiLink::Part& part, bool labels_names) {
  auto share = std::make_shared<Share>(
      Share{target, part.link, {target.name(), labels_names}, std::make_shared<Part>(whole)});
  dress(share->part->exchange(), part);
  return share;
}

Task<void> begin(std::shared_ptr<Share> share, Batch initialize) {
  const PartLimit limit(*share->part, kLongestAnswer);
  std::string id = initialize.messages.front().id;
  share->part->renew(initialize.messages.front().text);
  auto opened = co_await share->target.open(share->part->exchange(), std::move(initialize));
  if (opened) {
    share->link = opened->link;
    auto answer = co_await take_answer(*share, std::move(id), nullptr);
    if (answer && *answer && find_version(version_of(**answer)))
      share->answers.push_back(std::move(**answer));
    else
      share->failure =
          answer ? failed("no version that is known").error() : std::move(answer.error());
  } else {
    share->failure = std::move(opened.error());
  }
  note_silence(*share, limit);
}

Task<void> ask(SharedJunction junction, std::shared_ptr<Share> share, Message request) {
  const PartLimit limit(*share->part, kLongestAnswer);
  [[maybe_unused]] const bool has_answer =
      co_await ask_once(junction.get(), *share, std::move(request));
  note_silence(*share, limit);
}

Task<void> ask_for_all(SharedJunction junction, std::shared_ptr<Share> share, Message request) {
  const PartLimit limit(*share->part, kLongestAnswer);
  std::size_t bytes = 0;
  std::optional<std::string> cursor;
  bool has_more = true;
  for (std::size_t page = 0; has_more && page < kMostPages && bytes <= kMostAnswer; ++page) {
    Message for_page = with_cursor(request, cursor);
    has_more = co_await ask_once(junction.get(), *share, std::move(for_page));
    if (has_more) bytes += share->answers.back().bytes;
    cursor = has_more ? next_page(*share) : std::nullopt;
    has_more = cursor.has_value();
  }
  if (has_more) share->failure = failed("too long a list").error();
  note_silence(*share, limit);
}

Task<void> tell(std::shared_ptr<Share> share, Message message) {
  const PartLimit limit(*share->part, kLongestAnswer);
  auto told = co_await send(*share, std::move(message));
  if (!told) share->failure = std::move(told.error());
  note_silence(*share, limit);
}

Task<void> hear(SharedJunction junction, std::shared_ptr<Share> share) {
  exchange::Exchange& exchange = share->part->exchange();
  auto listening = co_await share->target.listen(exchange, share->link.get());
  const bool speaks =
      listening && exchange.response.head.status == 200 && is_stream(exchange.response);
  if (!speaks) co_return;
  Labels labels = share->labels;
  labels.answers = "";  // nothing was asked here
  listening = co_await label_answer(exchange, std::move(labels));
  if (!listening) co_return;
  std::string said = ": it is heard\n\n";  // whatever is silent elsewhere
  bool is_heard = co_await junction->say(std::move(said));
  http::BodySource& body = *exchange.response.body;
  while (is_heard) {
    auto piece = body.try_next();
    if (!piece) piece = co_await body.next();
    if (!*piece || (*piece)->end) co_return;
    said = (*piece)->data;
    is_heard = co_await junction->say(std::move(said));
  }
}

// Though its client is gone.
Task<void> close(std::shared_ptr<Share> share) {
  co_await share->part->settle();
  share->part->renew({});
  exchange::Exchange& exchange = share->part->exchange();
  exchange.cancel.reset();
  exchange.request.method = "DELETE";
  const PartLimit limit(*share->part, kLongestEnd);
  [[maybe_unused]] const auto closed = co_await share->target.close(exchange, *share->link);
  share->link->end();
}

}  // namespace jg::mcp
