#include "http/h2/stream_body.h"

#include <algorithm>

namespace jg::http::h2 {
namespace {

constexpr std::size_t kPiece = 64 * 1024;
constexpr std::size_t kKeptBody = 16 * 1024;  // no larger buffer is kept for the next stream

void empty(std::string& buffer) {
  buffer.clear();
  if (buffer.capacity() > kKeptBody) buffer.shrink_to_fit();
}

}  // namespace

void StreamBody::begin(Stream& stream, Continue owed) {
  stream_ = &stream;
  empty(arriving_);
  empty(taken_);
  cut_ = last_piece_ = 0;
  given_ = 0;
  error_.reset();
  ended_ = stream.peer_has_ended();
  is_tunnel_ = false;
  continue_owed_ = owed == Continue::owed && !ended_;
  stall_.moved();
}

void StreamBody::on_data(std::string_view data) {
  arriving_.append(data);
  stall_.moved();
  arrived_.set();
}

void StreamBody::on_end() {
  ended_ = true;
  arrived_.set();
}

void StreamBody::fail(Error error) {
  if (!error_) error_ = std::move(error);
  arrived_.set();
}

void StreamBody::cancel() {
  fail({Blame::client, "net.closed", "nobody wants the rest of the body"});
}

void StreamBody::look(std::chrono::milliseconds interval, std::chrono::milliseconds limit) {
  if (stall_.has_stalled(waited_for_ && !is_tunnel_, interval, limit))
    fail({Blame::client, "request.timeout", "the body stalled"});
}

// The last piece is done with: so much may come anew.
void StreamBody::give_back() {
  if (last_piece_ == 0) return;
  connection_.session().consume(*stream_, std::exchange(last_piece_, 0));
  if (connection_.session().wants_output()) connection_.send_soon();
}

std::size_t StreamBody::may_give() const {
  const std::size_t left = taken_.size() - cut_;
  const BodyFraming framing = stream_->body();
  if (ended_ || framing.kind != BodyKind::length) return left;
  // The session fails a body that is longer, so at most the last byte is kept.
  return std::min<std::uint64_t>(left, framing.length - given_ - 1);
}

std::optional<Result<Piece>> StreamBody::try_next() {
  give_back();
  if (error_) return std::unexpected(*error_);
  if (cut_ == taken_.size()) {
    taken_.clear();
    taken_.swap(arriving_);
    cut_ = 0;
  }
  if (taken_.empty()) return ended_ ? std::optional<Result<Piece>>(Piece{{}, true}) : std::nullopt;
  last_piece_ = std::min(kPiece, may_give());
  if (last_piece_ == 0) return std::nullopt;
  const Piece piece{std::string_view(taken_).substr(cut_, last_piece_), false};
  cut_ += last_piece_;
  given_ += last_piece_;
  return piece;
}

Task<Result<Piece>> StreamBody::next() {
  while (true) {
    if (auto piece = try_next()) co_return std::move(*piece);
    if (continue_owed_) send_continue();
    stall_.moved();
    waited_for_ = true;
    co_await arrived_.wait();
    arrived_.reset();
    waited_for_ = false;
  }
}

// RFC 9110 section 10.1.1: said when the body is asked for.
void StreamBody::send_continue() {
  continue_owed_ = false;
  ResponseHead interim;
  interim.status = 100;
  // It fails only on a stream that is closed, which its reader is told anyway.
  if (connection_.session().respond(*stream_, interim, {}, End::follows)) connection_.send_soon();
}

const Fields* StreamBody::trailers() const {
  return ended_ && !stream_->trailers().empty() ? &stream_->trailers() : nullptr;
}

}  // namespace jg::http::h2
