// llm/providers/event_body.h - a body made event by event, while it is pulled.
//
// Limits: holds one event at a time.
#pragma once

#include <memory>
#include <string>

#include "http/body.h"

namespace jg::llm {

class EventSource {
 public:
  virtual ~EventSource() = default;
  // Appends the next event in its wire form; false at the end, with nothing appended.
  virtual bool next(std::string& out) = 0;
};

class EventBody final : public http::BodySource {
 public:
  explicit EventBody(std::unique_ptr<EventSource> events) : events_(std::move(events)) {}

  http::BodyFraming framing() const override { return {http::BodyKind::chunked, 0}; }
  std::optional<Result<http::Piece>> try_next() override {
    event_.clear();
    if (!events_->next(event_)) return http::Piece{{}, true};
    return http::Piece{event_, false};
  }
  Task<Result<http::Piece>> next() override { co_return *try_next(); }

 private:
  std::unique_ptr<EventSource> events_;
  std::string event_;
};

}  // namespace jg::llm
