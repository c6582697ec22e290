// mcp/old_transport/stream_body.h - the stream of a client of the old transport: first where its
// messages go, then what there is to hear.
//
// Owner: the exchange.
// Spec:  MCP 2024-11-05 "HTTP with SSE", the `endpoint` event. Relative to the URL that the client
//        used, whatever stands before it and rewrites paths.
#pragma once

#include <string>
#include <string_view>

#include "http/body.h"

namespace jg::mcp {

class StreamBody final : public http::BodySource {
 public:
  StreamBody(std::string_view session, http::BodyOwner messages)
      : endpoint_("event: endpoint\ndata: ?sessionId="), messages_(std::move(messages)) {
    endpoint_.append(session).append("\n\n");
  }

  http::BodyFraming framing() const override { return messages_->framing(); }
  std::optional<Result<http::Piece>> try_next() override {
    if (!std::exchange(is_told_, true)) return http::Piece{endpoint_, false};
    return messages_->try_next();
  }
  Task<Result<http::Piece>> next() override {
    if (!std::exchange(is_told_, true)) co_return http::Piece{endpoint_, false};
    co_return co_await messages_->next();
  }
  void cancel() override { messages_->cancel(); }
  bool is_settled() const override { return messages_->is_settled(); }
  Task<void> settle() override { return messages_->settle(); }

 private:
  std::string endpoint_;
  const http::BodyOwner messages_;
  bool is_told_ = false;
};

}  // namespace jg::mcp
