// llm/observe/observed_body.h - a body that passes piece by piece as it came, while an observer
// looks on.
//
// Owner:  the exchange's response; owns the body it hides.
#pragma once

#include <memory>

#include "http/body.h"
#include "llm/observe/observer.h"

namespace jg::llm {

class ObservedBody final : public http::BodySource {
 public:
  ObservedBody(http::BodyOwner body, std::unique_ptr<Observer> observer, const Clock& clock)
      : body_(std::move(body)), observer_(std::move(observer)), clock_(clock) {}

  http::BodyFraming framing() const override { return body_->framing(); }
  std::optional<Result<http::Piece>> try_next() override;
  Task<Result<http::Piece>> next() override;
  const http::Fields* trailers() const override { return body_->trailers(); }
  void cancel() override { body_->cancel(); }
  bool is_settled() const override { return body_->is_settled(); }
  Task<void> settle() override { return body_->settle(); }

 private:
  void observe(const Result<http::Piece>& piece);

  http::BodyOwner body_;
  std::unique_ptr<Observer> observer_;
  const Clock& clock_;
};

}  // namespace jg::llm
