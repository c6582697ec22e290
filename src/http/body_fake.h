// http/body_fake.h - a body that comes in pieces, and then waits for more until it is ended, broken
// off or cancelled; for tests of who reads it.
#pragma once

#include <deque>
#include <string>

#include "http/body.h"
#include "net/event.h"

namespace jg::http {

class BodyFake final : public BodySource {
 public:
  BodyFake(net::Loop& loop, BodyFraming framing) : framing_(framing), news_(loop) {}
  void arrive(std::string piece) {
    pieces_.push_back(std::move(piece));
    news_.set();
  }
  void end() {
    ended_ = true;
    news_.set();
  }
  void break_off() {
    broken_ = true;
    news_.set();
  }
  bool was_cancelled() const { return cancelled_; }
  std::size_t left() const { return pieces_.size(); }

  BodyFraming framing() const override { return framing_; }
  std::optional<Result<Piece>> try_next() override {
    if (broken_ || cancelled_) return fail(Blame::client, "net.closed");
    if (!pieces_.empty()) {
      given_ = std::move(pieces_.front());
      pieces_.pop_front();
      return Piece{given_, false};
    }
    if (ended_) return Piece{{}, true};
    return std::nullopt;
  }
  Task<Result<Piece>> next() override {
    while (true) {
      if (auto piece = try_next()) co_return std::move(*piece);
      news_.reset();
      co_await news_.wait();
    }
  }
  const Fields* trailers() const override {
    return sent_trailers.empty() ? nullptr : &sent_trailers;
  }
  void cancel() override {
    cancelled_ = true;
    news_.set();
  }

  Fields sent_trailers;

 private:
  BodyFraming framing_;
  net::Event news_;
  std::deque<std::string> pieces_;
  std::string given_;
  bool ended_ = false;
  bool broken_ = false;
  bool cancelled_ = false;
};

}  // namespace jg::http
