#include "mcp/event_body.h"

namespace jg::mcp {

std::string event_of(std::string_view message, std::string_view id) {
  std::string out = "event: message\n";
  if (!id.empty()) out.append("id: ").append(id).append("\n");
  return out.append("data: ").append(message).append("\n\n");
}

std::optional<Result<http::Piece>> EventBody::try_next() {
  auto message = first_ ? std::exchange(first_, std::nullopt) : inbox_->take();
  if (message) {
    event_ = event_of(message->text, message->event_id);
    return http::Piece{event_, false};
  }
  if (!inbox_->is_closed()) return std::nullopt;
  if (inbox_->error()) return std::unexpected(*inbox_->error());
  return http::Piece{{}, true};
}

Task<Result<http::Piece>> EventBody::next() {
  while (true) {
    auto piece = try_next();
    if (piece) co_return std::move(*piece);
    const auto end = co_await inbox_->wait(cancel_, kKeepAlive);
    if (end == net::Waiter::End::aborted) co_return fail(Blame::client, "http.client_gone");
    if (end == net::Waiter::End::timed_out) co_return http::Piece{": waiting\n\n", false};
  }
}

}  // namespace jg::mcp
