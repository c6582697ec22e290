#include "mcp/answer_filter.h"

#include "base/ascii.h"
#include "exchange/answer_body.h"
#include "mcp/content.h"
#include "mcp/event_filter.h"
#include "mcp/field.h"

namespace jg::mcp {
namespace {

// Events of which each is looked at before it goes on.
class FilteredEvents final : public http::BodySource {
 public:
  FilteredEvents(http::BodyOwner body, EventFilter filter)
      : body_(std::move(body)), filter_(std::move(filter)) {}

  http::BodyFraming framing() const override { return {http::BodyKind::chunked, 0}; }
  std::optional<Result<http::Piece>> try_next() override {
    while (true) {
      auto piece = body_->try_next();
      if (!piece) return std::nullopt;
      if (auto out = pass(std::move(*piece))) return out;
    }
  }
  Task<Result<http::Piece>> next() override {
    while (true) {
      auto piece = co_await body_->next();
      auto out = pass(std::move(piece));
      if (out) co_return std::move(*out);
    }
  }
  void cancel() override { body_->cancel(); }
  bool is_settled() const override { return body_->is_settled(); }
  Task<void> settle() override { return body_->settle(); }

 private:
  // Nothing while no event is complete.
  std::optional<Result<http::Piece>> pass(Result<http::Piece> piece) {
    if (!piece || piece->end) return piece;
    const auto passed = filter_.take(piece->data);
    if (!passed) return std::unexpected(passed.error());
    if (passed->empty()) return std::nullopt;
    return http::Piece{*passed, false};
  }

  const http::BodyOwner body_;
  EventFilter filter_;
};

std::unexpected<Error> unreadable(const char* what) {
  return fail(Blame::upstream, "mcp.unreadable_answer", what);
}

bool has_body(const exchange::Response& response) {
  if (!response.body) return false;
  const http::BodyFraming framing = response.body->framing();
  return framing.kind != http::BodyKind::none &&
         (framing.kind != http::BodyKind::length || framing.length > 0);
}

Task<Result<void>> filter_json(exchange::Exchange& exchange, MessageFilter filter) {
  auto text = co_await exchange::read_answer_body(exchange, kMostAnswer);
  if (!text && std::string_view(text.error().code) == "http.body_too_large")
    co_return unreadable("an answer of more than 8 MiB");
  if (!text) co_return std::unexpected(std::move(text.error()));
  auto changed = filter(*text);
  if (!changed) co_return std::unexpected(std::move(changed.error()));
  exchange.response.set_text(*changed ? std::move(**changed) : std::move(*text));
  co_return Result<void>{};
}

}  // namespace

Task<Result<void>> filter_answer(exchange::Exchange& exchange, MessageFilter filter,
                                 std::string id_label) {
  exchange::Response& response = exchange.response;
  if (!has_body(response)) co_return Result<void>{};
  if (is_coded(response.head.fields)) co_return unreadable("it is compressed");
  const std::string_view type = media_type_of(response.head.fields);
  if (ascii::iequals(type, kJson)) co_return co_await filter_json(exchange, std::move(filter));
  if (ascii::iequals(type, kEvents)) {
    EventFilter events(std::move(filter), std::move(id_label));
    response.body =
        http::BodyOwner(new FilteredEvents(std::move(response.body), std::move(events)));
    co_return Result<void>{};
  }
  if (response.head.status / 100 != 2) co_return Result<void>{};
  // Of some lengths only the end tells that there is nothing.
  const auto text = co_await exchange::read_answer_body(exchange, 0);
  if (!text) co_return unreadable("neither JSON nor events");
  response.body.reset();
  co_return Result<void>{};
}

}  // namespace jg::mcp
