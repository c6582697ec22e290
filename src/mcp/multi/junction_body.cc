#include "mcp/multi/junction_body.h"

#include <utility>

namespace jg::mcp {

std::optional<Result<http::Piece>> JunctionBody::try_next() {
  if (cancel_.is_cancelled()) return fail(Blame::client, "http.client_gone");
  if (auto said = junction_->take()) {
    piece_ = std::move(*said);
    return http::Piece{piece_, false};
  }
  if (!junction_->is_settled()) return std::nullopt;
  if (const End end = std::exchange(end_, nullptr)) {
    piece_ = end();
    return http::Piece{piece_, false};
  }
  return http::Piece{{}, true};
}

Task<Result<http::Piece>> JunctionBody::next() {
  while (true) {
    auto piece = try_next();
    if (piece) co_return std::move(*piece);
    co_await junction_->wait(cancel_);
  }
}

}  // namespace jg::mcp
