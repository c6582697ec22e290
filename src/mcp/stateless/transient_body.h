// mcp/stateless/transient_body.h - the body of an answer whose session ends with it.
//
// Owner: the exchange.
#pragma once

#include <memory>

#include "http/body.h"
#include "mcp/stateless/transient.h"

namespace jg::mcp {

class TransientBody final : public http::BodySource {
 public:
  TransientBody(http::BodyOwner body, std::unique_ptr<Transient> session)
      : session_(std::move(session)), body_(std::move(body)) {}

  http::BodyFraming framing() const override { return body_->framing(); }
  std::optional<Result<http::Piece>> try_next() override;
  Task<Result<http::Piece>> next() override;
  const http::Fields* trailers() const override { return body_->trailers(); }
  void cancel() override { body_->cancel(); }
  bool is_settled() const override { return body_->is_settled() && session_->has_ended(); }
  Task<void> settle() override;

 private:
  const std::unique_ptr<Transient> session_;
  const http::BodyOwner body_;
  std::optional<Result<http::Piece>> last_;  // kept until the session has ended
};

}  // namespace jg::mcp
