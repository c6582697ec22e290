#include "mcp/stateless/transient_body.h"

namespace jg::mcp {

std::optional<Result<http::Piece>> TransientBody::try_next() {
  if (last_) return session_->has_ended() ? last_ : std::nullopt;
  auto piece = body_->try_next();
  if (!piece || (*piece && !(*piece)->end)) return piece;
  last_ = std::move(piece);
  return std::nullopt;
}

Task<Result<http::Piece>> TransientBody::next() {
  if (!last_) {
    auto piece = co_await body_->next();
    if (piece && !piece->end) co_return piece;
    last_ = std::move(piece);
  }
  co_await session_->end();
  co_return *last_;
}

Task<void> TransientBody::settle() {
  if (!body_->is_settled()) co_await body_->settle();
  co_await session_->end();
}

}  // namespace jg::mcp
