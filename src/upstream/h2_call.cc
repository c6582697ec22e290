#include "upstream/h2_call.h"

#include "upstream/h2_connection.h"

namespace jg::upstream {
namespace {

namespace h2 = http::h2;

constexpr int kInterimAnswers = 64;  // before the final one; more would keep the call for ever

bool has_no_body(const http::RequestHead& request, const http::ResponseHead& answer) {
  return request.method == "HEAD" || answer.status == 204 || answer.status == 304;
}

}  // namespace

H2Call::H2Call(H2Connection& connection)
    : connection_(connection),
      body_(connection.io()),
      upload_(connection.io(), connection.limits().write_timeout) {}

void H2Call::begin(const Call& call, BodyStart& start) {
  cancel_ = call.cancel;
  upload_.begin(call, std::move(start));
  stream_ = nullptr;
  closed_.reset();
  interim_ = 0;
  is_reused_ = connection_.has_answered();
  has_head_ = is_whole_ = timed_out_ = aborted_ = false;
}

Task<Outcome<void>> H2Call::exchange(const Call& call, BodyStart& start, Answer& answer) {
  begin(call, start);
  if (auto sent = send(call); !sent) {
    // Nothing went out: another connection may take it, unless the request itself is at fault.
    const bool is_full = sent.error().remedy == Remedy::retry_now;
    Failure failure{std::move(sent.error()), is_full ? Again::elsewhere : Again::never};
    start = upload_.take_start();
    finish();
    co_return std::unexpected(std::move(failure));
  }
  co_await wait_for_head(connection_.limits().head_timeout);
  if (!has_head_) co_return co_await failed(call, start);
  connection_.note_answer();
  give_answer(call, answer);
  co_return Outcome<void>{};
}

Result<void> H2Call::send(const Call& call) {
  if (upload_.error()) return std::unexpected(*upload_.error());
  head_ = call.head;
  head_.scheme = connection_.scheme();
  auto stream = connection_.request(head_, upload_.framing(), upload_.end(), *this);
  if (!stream) return std::unexpected(std::move(stream.error()));
  stream_ = *stream;
  body_.begin(*stream_, h2::StreamBody::Continue::not_owed);
  if (cancel_ != nullptr) cancel_->bind(this);
  if (!closed_) upload_.start(*stream_);
  connection_.io().send_soon();
  return {};
}

Task<void> H2Call::wait_for_head(std::chrono::milliseconds limit) {
  if (has_head_ || closed_ || aborted_) co_return;
  net::Waiter waiter(connection_.io().loop());
  waiter_ = &waiter;
  timed_out_ = co_await waiter.wait(limit) == net::Waiter::End::timed_out;
  waiter_ = nullptr;
}

void H2Call::give_answer(const Call& call, Answer& answer) {
  upload_.keep_text();
  answer.head = stream_->response();
  framing_ = has_no_body(call.head, answer.head) ? http::BodyFraming{} : stream_->body();
  answer.body = http::BodyOwner(this, {&H2Call::release});
  answer.endpoint = connection_.address();
}

void H2Call::tell() {
  if (waiter_ != nullptr) waiter_->wake();
}

void H2Call::on_head() {
  has_head_ = stream_->response().status >= 200;
  // RFC 9110 section 15.2: interim answers are read and dropped.
  if (!has_head_ && ++interim_ > kInterimAnswers)
    connection_.io().session().reset(*stream_, h2::ErrorCode::enhance_your_calm);
  if (has_head_) tell();
}

void H2Call::on_end() {
  is_whole_ = true;
  body_.on_end();
}

void H2Call::on_closed(h2::ErrorCode code) {
  closed_ = code;
  upload_.stop();
  if (stream_ != nullptr && !is_whole_) body_.fail(explain());
  tell();
}

void H2Call::abort() {
  aborted_ = true;
  body_.fail(explain());
  reset();
  tell();
}

void H2Call::reset() {
  connection_.io().session().reset(*stream_, h2::ErrorCode::cancel);
  connection_.io().send_soon();
}

// What closed the stream was the end of its connection.
bool H2Call::has_lost_connection() const {
  return closed_ == h2::ErrorCode::connect_error && connection_.why();
}

// Whose fault it was: first what this side did, then what the other side did. A code of http/h2 is
// told in the detail only, as it would blame the client.
Error H2Call::explain() const {
  if (upload_.error()) return *upload_.error();
  if (aborted_) return {Blame::client, "http.client_gone", {}};
  if (timed_out_) return {Blame::upstream, "upstream.timeout", "no answer within the time limit"};
  if (interim_ > kInterimAnswers)
    return {Blame::upstream, "upstream.malformed", "interim answers without end"};
  if (const auto fault = stream_->fault(); !fault.good())
    return {Blame::upstream, "upstream.malformed", std::string(fault.code) + ": " + fault.detail};
  if (has_lost_connection()) return *connection_.why();
  const h2::ErrorCode code = closed_.value_or(h2::ErrorCode::internal_error);
  if (code == h2::ErrorCode::refused_stream)
    return {Blame::upstream, "upstream.busy", "the upstream refused the stream",
            Remedy::retry_later};
  return {Blame::upstream, "upstream.reset", std::string(h2::to_text(code))};
}

// RFC 9113 section 8.7: a refused stream, and one that GOAWAY leaves out, were not acted upon.
Again H2Call::again(const Call& call) const {
  if (interim_ > 0 || aborted_ || timed_out_ || !upload_.can_begin_anew()) return Again::never;
  if (!stream_->fault().good()) return Again::never;
  if (closed_ == h2::ErrorCode::refused_stream) return Again::elsewhere;
  const bool was_idle_for_too_long = has_lost_connection() && is_reused_;
  return was_idle_for_too_long && is_idempotent(call.head.method) ? Again::elsewhere : Again::never;
}

Task<Outcome<void>> H2Call::failed(const Call& call, BodyStart& start) {
  Failure failure{explain(), again(call)};
  reset();
  co_await upload_.settle();
  start = upload_.take_start();
  finish();
  co_return std::unexpected(std::move(failure));
}

Task<void> H2Call::settle() {
  if (!upload_.is_running()) co_return;
  reset();
  co_await upload_.settle();
}

void H2Call::finish() {
  if (cancel_ != nullptr) cancel_->bind(nullptr);
  cancel_ = nullptr;
  place_.give_back();
  connection_.end_call(*this, std::exchange(stream_, nullptr));
}

void H2Call::release(http::BodySource* source) { static_cast<H2Call*>(source)->finish(); }

}  // namespace jg::upstream
