#include "http/limited_body.h"

namespace jg::http {

std::optional<Result<Piece>> LimitedBody::try_next() {
  auto piece = body_.try_next();
  if (!piece) return std::nullopt;
  return count(std::move(*piece));
}

Task<Result<Piece>> LimitedBody::next() {
  auto piece = co_await body_.next();
  co_return count(std::move(piece));
}

// After the first excess nothing more comes: what is left may only shrink.
Result<Piece> LimitedBody::count(Result<Piece> piece) {
  if (!piece) return piece;
  if (piece->data.size() > left_) {
    left_ = 0;
    return fail(Blame::client, "request.body_too_large");
  }
  left_ -= piece->data.size();
  return piece;
}

}  // namespace jg::http
