// http/limited_body.h - a body of at most so many bytes, whatever its framing promises.
//
// Owner:  whoever limits it; the body it reads from outlives it.
// Errors: request.body_too_large, and those of the body.
#pragma once

#include <cstdint>

#include "http/body.h"

namespace jg::http {

class LimitedBody final : public BodySource {
 public:
  LimitedBody(BodySource& body, std::uint64_t limit) : body_(body), left_(limit) {}

  BodyFraming framing() const override { return body_.framing(); }
  std::optional<Result<Piece>> try_next() override;
  Task<Result<Piece>> next() override;
  const Fields* trailers() const override { return body_.trailers(); }
  void cancel() override { body_.cancel(); }
  bool is_settled() const override { return body_.is_settled(); }
  Task<void> settle() override { return body_.settle(); }

 private:
  Result<Piece> count(Result<Piece> piece);

  BodySource& body_;
  std::uint64_t left_;
};

}  // namespace jg::http
