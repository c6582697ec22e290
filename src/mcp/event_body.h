// mcp/event_body.h - an answer in events: each message that comes into an inbox is one.
//
// Owner:  the exchange, whose loop it is for.
// Errors: http.client_gone while it waits; what the inbox was closed with.
// Limits: one event at a time; a comment each kKeepAlive, so that nobody on the way takes a stream
//         that waits for dead.
// Spec:   WHATWG HTML, server-sent events.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "http/body.h"
#include "mcp/inbox.h"
#include "net/cancel.h"

namespace jg::mcp {

// A message as an event; with the id, if any, that a client may come back to.
std::string event_of(std::string_view message, std::string_view id = {});

class EventBody final : public http::BodySource {
 public:
  static constexpr std::chrono::milliseconds kKeepAlive{15'000};

  // `first` goes out before anything else; `cancel` outlives the body.
  EventBody(std::shared_ptr<Inbox> inbox, net::CancelSlot& cancel,
            std::optional<Message> first = std::nullopt)
      : inbox_(std::move(inbox)), cancel_(cancel), first_(std::move(first)) {}
  ~EventBody() override { inbox_->abandon(); }

  http::BodyFraming framing() const override { return {http::BodyKind::chunked, 0}; }
  std::optional<Result<http::Piece>> try_next() override;
  Task<Result<http::Piece>> next() override;

 private:
  const std::shared_ptr<Inbox> inbox_;
  net::CancelSlot& cancel_;
  std::optional<Message> first_;
  std::string event_;
};

}  // namespace jg::mcp
