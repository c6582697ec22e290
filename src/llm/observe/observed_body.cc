#include "llm/observe/observed_body.h"

namespace jg::llm {

std::optional<Result<http::Piece>> ObservedBody::try_next() {
  auto piece = body_->try_next();
  if (piece) observe(*piece);
  return piece;
}

Task<Result<http::Piece>> ObservedBody::next() {
  auto piece = co_await body_->next();
  observe(piece);
  co_return piece;
}

void ObservedBody::observe(const Result<http::Piece>& piece) {
  if (!piece) return;
  if (piece->end) {
    observer_->end();
  } else {
    observer_->feed(piece->data, clock_.steady());
  }
}

}  // namespace jg::llm
