#include "http/h2/stream_responder.h"

#include <algorithm>

#include "http/h2/codes.h"
#include "http/h2/stream_tunnel.h"
#include "http/h2/websocket.h"

namespace jg::http::h2 {
namespace {

constexpr std::size_t kAhead = 16 * 1024;       // bytes that nobody waits for
constexpr std::size_t kKeptAnswer = 16 * 1024;  // no larger buffer is kept for the next stream

bool has_no_body(std::string_view method, int status) {
  return method == "HEAD" || status == 204 || status == 304;
}

}  // namespace

void StreamResponder::begin(Stream& stream) {
  stream_ = &stream;
  out_.clear();
  if (out_.capacity() > kKeptAnswer) out_.shrink_to_fit();
  pulled_ = 0;
  trailers_.clear();
  state_ = State::waiting;
  written_ = 0;
  end_pulled_ = stalled_ = false;
  stall_.moved();
}

Result<void> StreamResponder::start(const ResponseHead& head, BodyFraming framing) {
  body_.forget_continue();
  head_only_ = has_no_body(stream_->request().method, head.status);
  if (head.status == 204 || (head_only_ && framing.kind != BodyKind::length)) framing = {};
  framing_ = framing;
  // The stream of a malformed request is broken off behind the answer (RFC 9113 section 8.1.1).
  breaks_off_ = codes::is_malformed(stream_->fault().code);
  ends_with_head_ = !breaks_off_ && (head_only_ || framing.kind == BodyKind::none ||
                                     (framing.kind == BodyKind::length && framing.length == 0));
  if (breaks_off_)
    connection_.session().reset_behind(*stream_, ErrorCode::protocol_error);
  else if (ends_with_head_)
    ask_to_stop();
  state_ = State::started;
  return connection_.session().respond(*stream_, head, framing,
                                       ends_with_head_ ? End::now : End::follows);
}

// RFC 9113 section 8.1: an answer that comes before the request's end asks the client to stop.
void StreamResponder::ask_to_stop() {
  if (!stream_->peer_has_ended()) connection_.session().reset_behind(*stream_, ErrorCode::no_error);
}

Result<void> StreamResponder::write(std::string_view data) {
  if (head_only_ || data.empty()) return {};
  written_ += data.size();
  if (framing_.kind == BodyKind::length && written_ > framing_.length)
    return fail(Blame::upstream, "http.body_too_long", "more came than content-length promised");
  if (pulled_ * 2 > out_.size()) {
    out_.erase(0, pulled_);
    pulled_ = 0;
  }
  out_.append(data);
  return {};
}

Result<void> StreamResponder::finish(const Fields* trailers) {
  if (!head_only_ && framing_.kind == BodyKind::length && written_ < framing_.length)
    return fail(Blame::upstream, "http.incomplete_body", "less came than content-length promised");
  state_ = State::finished;
  if (ends_with_head_) return {};
  if (trailers != nullptr) keep(*trailers);
  if (!breaks_off_) ask_to_stop();
  return {};
}

std::unexpected<Error> StreamResponder::gone() const {
  if (stalled_) return fail(Blame::client, "http.client_stalled", "it took no byte in time");
  return fail(Blame::client, "net.closed", "the client has reset the stream or is gone");
}

// They are sent when the client's window has let the body through, and who gave them may be gone
// by then.
void StreamResponder::keep(const Fields& trailers) {
  Arena& arena = stream_->arena();
  for (const Field& field : trailers)
    trailers_.add(arena.copy(field.name), arena.copy(field.value));
}

Outgoing StreamResponder::pull(std::size_t most) {
  const std::string_view data = std::string_view(out_).substr(pulled_, most);
  pulled_ += data.size();
  if (!data.empty()) stall_.moved();
  if (pending() <= kAhead) drained_.set();
  end_pulled_ = state_ == State::finished && pending() == 0;
  return {data, end_pulled_, end_pulled_ && !trailers_.empty() ? &trailers_ : nullptr};
}

// Who is alone, here and on the loop, has nobody to wait for.
void StreamResponder::send() {
  connection_.session().resume(*stream_);
  if (connection_.session().open_streams() == 1 && !connection_.loop().is_in_batch())
    connection_.send_now();
  else
    connection_.send_soon();
}

Task<Result<void>> StreamResponder::flush() {
  if (stream_->is_closed() && state_ != State::finished) co_return gone();
  send();
  while (pending() > kAhead) {
    if (stream_->is_closed()) co_return gone();
    stall_.moved();
    drained_.reset();
    co_await drained_.wait();
  }
  co_return Result<void>{};
}

void StreamResponder::on_closed() { drained_.set(); }

void StreamResponder::look(std::chrono::milliseconds interval, std::chrono::milliseconds limit) {
  const bool waits =
      pending() > 0 || (state_ == State::finished && !ends_with_head_ && !end_pulled_);
  if (!stall_.has_stalled(waits, interval, limit)) return;
  stalled_ = true;
  break_off(ErrorCode::cancel);
}

void StreamResponder::abort() { break_off(ErrorCode::internal_error); }

void StreamResponder::break_off(ErrorCode code) {
  state_ = State::aborted;
  connection_.session().reset(*stream_, code);
  connection_.send_soon();
}

void StreamResponder::end_connection() {
  connection_.session().announce_end();
  connection_.send_soon();
}

Task<Result<std::unique_ptr<Tunnel>>> StreamResponder::upgrade(const ResponseHead& head) {
  body_.begin_tunnel();
  if (auto started = start(make_opening(head), {BodyKind::chunked, 0}); !started)
    co_return std::unexpected(std::move(started.error()));
  send();
  co_return make_tunnel(body_, *this);
}

void StreamResponder::end() {
  state_ = State::finished;
  send();
}

}  // namespace jg::http::h2
