#include "upstream/h2_upload.h"

namespace jg::upstream {

void H2Upload::begin(const Call& call, BodyStart start) {
  source_ = call.text ? nullptr : call.body;
  start_ = std::move(start);
  asked_on_ = is_stopped_ = is_running_ = false;
  done_.reset();
  framing_ = {};
  if (call.text)
    framing_ = {http::BodyKind::length, call.text->size()};
  else if (source_ != nullptr)
    framing_ = source_->framing();
  gather();
  error_ = start_.error;
  rest_ = call.text.value_or(start_.data);
  has_body_ = source_ != nullptr || !rest_.empty();
  at_end_ = start_.is_whole;
}

// What the source has at hand goes out with the head, the rest beside the reading of the answer.
void H2Upload::gather() {
  if (std::exchange(start_.is_gathered, true)) return;
  start_.is_whole = source_ == nullptr;
  while (!start_.is_whole && start_.data.size() < BodyStart::kBytes) {
    auto piece = source_->try_next();
    if (!piece) return;
    if (!*piece) {
      start_.error = std::move(piece->error());
      return;
    }
    start_.is_whole = (*piece)->end;
    start_.data.append((*piece)->data);
  }
}

void H2Upload::start(http::h2::Stream& stream) {
  if (at_end_ && rest_.empty()) return;
  is_running_ = true;
  connection_.loop().spawn(run(stream));
}

Task<void> H2Upload::run(http::h2::Stream& stream) {
  while (goes_on() && !(at_end_ && rest_.empty())) {
    if (!rest_.empty()) {
      const bool was_taken = co_await wait_until_taken();
      if (!was_taken)
        fail({Blame::upstream, "upstream.timeout", "the request's body stalled"}, stream);
      continue;
    }
    asked_on_ = true;
    auto piece = source_->try_next();
    if (!piece) piece = co_await source_->next();
    if (!is_stopped_) take(std::move(*piece), stream);
  }
  is_running_ = false;
  done_.set();
}

Task<bool> H2Upload::wait_until_taken() {
  net::Waiter waiter(connection_.loop());
  waiter_ = &waiter;
  const auto end = co_await waiter.wait(stall_);
  waiter_ = nullptr;
  co_return end == net::Waiter::End::woken;
}

void H2Upload::take(Result<http::Piece> piece, http::h2::Stream& stream) {
  if (!piece) return fail(std::move(piece.error()), stream);
  rest_ = piece->data;
  at_end_ = piece->end;
  connection_.session().resume(stream);
  connection_.send_soon();
}

void H2Upload::fail(Error error, http::h2::Stream& stream) {
  if (is_stopped_) return;
  error_ = std::move(error);
  connection_.session().reset(stream, http::h2::ErrorCode::cancel);
  connection_.send_soon();
}

http::h2::Outgoing H2Upload::pull(std::size_t most) {
  if (!goes_on()) return {};
  http::h2::Outgoing out{.data = rest_.substr(0, most)};
  rest_.remove_prefix(out.data.size());
  if (rest_.empty() && at_end_) {
    out.end = true;
    out.trailers = source_ != nullptr ? source_->trailers() : nullptr;
  }
  if (waiter_ != nullptr && !out.data.empty()) waiter_->wake();
  return out;
}

void H2Upload::stop() {
  is_stopped_ = true;
  rest_ = {};
  if (waiter_ != nullptr) waiter_->wake();
}

void H2Upload::keep_text() {
  if (source_ != nullptr || rest_.empty()) return;
  start_.data.assign(rest_);
  rest_ = start_.data;
}

Task<void> H2Upload::settle() {
  if (!is_running_) co_return;
  stop();
  if (asked_on_) source_->cancel();
  co_await done_.wait();
}

}  // namespace jg::upstream
