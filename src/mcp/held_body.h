// mcp/held_body.h - the body of an answer that uses a session until its end.
//
// Owner: the exchange.
#pragma once

#include "http/body.h"
#include "mcp/session.h"

namespace jg::mcp {

class HeldBody final : public http::BodySource {
 public:
  HeldBody(http::BodyOwner body, SessionUse use) : use_(std::move(use)), body_(std::move(body)) {}

  http::BodyFraming framing() const override { return body_->framing(); }
  std::optional<Result<http::Piece>> try_next() override { return body_->try_next(); }
  Task<Result<http::Piece>> next() override { return body_->next(); }
  const http::Fields* trailers() const override { return body_->trailers(); }
  void cancel() override { body_->cancel(); }
  bool is_settled() const override { return body_->is_settled(); }
  Task<void> settle() override { return body_->settle(); }

 private:
  const SessionUse use_;
  const http::BodyOwner body_;
};

}  // namespace jg::mcp
