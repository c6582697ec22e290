// mcp/multi/junction_body.h - an answer in events: those that come out of a junction.
//
// Owner:  the exchange. Thread: its loop.
// Errors: http.client_gone.
#pragma once

#include <functional>

#include "http/body.h"
#include "mcp/multi/junction.h"

namespace jg::mcp {

class JunctionBody final : public http::BodySource {
 public:
  // Gives the last event, when all is said.
  using End = std::function<std::string()>;
  // `cancel` outlives the body.
  JunctionBody(std::shared_ptr<Junction> junction, net::CancelSlot& cancel, End end = nullptr)
      : junction_(std::move(junction)), cancel_(cancel), end_(std::move(end)) {}

  http::BodyFraming framing() const override { return {http::BodyKind::chunked, 0}; }
  std::optional<Result<http::Piece>> try_next() override;
  Task<Result<http::Piece>> next() override;
  void cancel() override { junction_->abort(); }
  bool is_settled() const override { return junction_->is_settled(); }
  Task<void> settle() override { return junction_->settle(); }

 private:
  const std::shared_ptr<Junction> junction_;
  net::CancelSlot& cancel_;
  End end_;
  std::string piece_;
};

}  // namespace jg::mcp
