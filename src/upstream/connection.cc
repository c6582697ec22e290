#include "upstream/connection.h"

#include <algorithm>

#include "base/coarse_clock.h"
#include "http/h1/tunnel.h"
#include "http/h1/upgrade.h"
#include "http/h1/write.h"
#include "http/hop_by_hop.h"
#include "upstream/pool.h"

namespace jg::upstream {
namespace {

constexpr std::size_t kKeptOutput = 32 * 1024;
constexpr std::size_t kUploadSlice = 64 * 1024;
constexpr std::chrono::milliseconds kNoLimit{0};
constexpr int kInterimAnswers = 64;  // before the final one; more would keep the call for ever

// Content that means nothing with its method may be left unread, and what is unread is taken for the
// next request, which may be another client's (RFC 9110 section 9.3.1).
bool may_be_left_unread(std::string_view method, const http::BodyFraming& body) {
  const bool has_body = body.kind == http::BodyKind::chunked || body.length != 0;
  return has_body && method != "PUT" && is_idempotent(method);
}

// What the stream and the codec say, in the words of an answer that did not come.
Error in_words_of_the_answer(Error error) {
  const bool broke_a_rule = std::string_view(error.code).starts_with("h1.");
  return {Blame::upstream, broke_a_rule ? "upstream.malformed" : "upstream.closed",
          std::move(error.detail)};
}

}  // namespace

Connection::Connection(Pool& pool, net::Loop& loop, std::unique_ptr<net::Stream> stream,
                       std::string address)
    : pool_(pool),
      loop_(loop),
      stream_(std::move(stream)),
      address_(std::move(address)),
      reader_(*stream_, loop.deadlines()),
      guard_(*stream_),
      upload_done_(loop) {}

Task<Outcome<void>> Connection::exchange(const Call& call, Answer& answer) {
  sent_any_ = body_begun_ = got_any_ = uploading_ = false;
  upload_error_.reset();
  request_body_ = call.body;
  cancel_ = call.cancel;
  if (cancel_ != nullptr) cancel_->bind(stream_.get());
  if (auto sent = co_await send(call); !sent)
    co_return co_await failed(call, std::move(sent.error()));
  if (auto got = co_await read_head(call.head.method); !got)
    co_return co_await failed(call, std::move(got.error()));

  answer.head = head_;
  http::remove_hop_by_hop(answer.head.fields, call.upgrade && head_.status == 101
                                                  ? http::Upgrade::keep
                                                  : http::Upgrade::drop);
  if (head_.status == 101) {
    if (const char* const wrong = find_fault_of_switch(call)) {
      Error unasked{Blame::upstream, "upstream.upgrade", wrong};
      co_return co_await failed(call, std::move(unasked));
    }
    if (cancel_ != nullptr) cancel_->bind(nullptr);
    answer.tunnel = http::h1::make_tunnel(std::move(stream_), std::string(reader_.take_unread()));
  }
  reader_.begin_body(control_.body, http::h1::Reader::Continue::not_owed, kNoLimit);
  answer.body = http::BodyOwner(this, {&Connection::give_back});
  co_return Outcome<void>{};
}

// RFC 9110 section 7.8: the new protocol is one that was asked for, and begins behind the whole
// request, so not in the middle of its body.
const char* Connection::find_fault_of_switch(const Call& call) const {
  if (!call.upgrade) return "a 101 that nobody asked for";
  if (uploading_) return "a 101 before the request's end";
  if (!http::h1::grants_what_was_asked(call.head.fields, head_.fields))
    return "a 101 to another protocol than was asked for";
  return nullptr;
}

Result<void> Connection::write_head(const Call& call) {
  http::h1::Control control;
  control.upgrades = call.upgrade;
  if (call.text)
    control.body = {http::BodyKind::length, call.text->size()};
  else if (call.body != nullptr)
    control.body = call.body->framing();
  sending_ = control.body;
  may_leave_unread_ = may_be_left_unread(call.head.method, sending_);
  out_.clear();
  if (out_.capacity() > kKeptOutput) out_.shrink_to_fit();
  return http::h1::write_request_head(out_, call.head, control);
}

// The head and what of the body is at hand go out in one write; the rest is uploaded beside the
// reading of the answer.
Task<Result<void>> Connection::send(const Call& call) {
  if (auto wrote = write_head(call); !wrote) co_return wrote;
  if (call.text) out_.append(*call.text);
  bool all = call.body == nullptr;
  while (!all && out_.size() < kUploadSlice) {
    auto piece = call.body->try_next();
    if (!piece) break;
    body_begun_ = true;
    if (!*piece) {
      upload_error_ = std::move(piece->error());
      co_return std::unexpected(*upload_error_);
    }
    all = (*piece)->end;
    append_body((*piece)->data);
    if (!all) continue;
    if (auto ended = append_end(*call.body); !ended) co_return ended;
  }
  auto sent = co_await flush();
  if (!sent || all) co_return sent;
  uploading_ = body_begun_ = true;
  upload_done_.reset();
  loop_.spawn(upload(*call.body));
  co_return Result<void>{};
}

void Connection::append_body(std::string_view data) {
  if (sending_.kind == http::BodyKind::chunked)
    http::h1::write_chunk(out_, data);
  else
    out_.append(data);
}

Result<void> Connection::append_end(const http::BodySource& body) {
  if (sending_.kind != http::BodyKind::chunked) return {};
  return http::h1::write_last_chunk(out_, body.trailers());
}

Task<Result<void>> Connection::flush() {
  if (out_.empty()) co_return Result<void>{};
  co_await loop_.batch_end();
  auto written = stream_->try_write(out_);
  if (!written) co_return std::unexpected(std::move(written.error()));
  sent_any_ = sent_any_ || *written > 0;
  if (*written < out_.size()) {
    sent_any_ = true;
    const net::StallLimit limit{loop_.deadlines(), pool_.limits().write_timeout};
    const std::string_view rest = std::string_view(out_).substr(*written);
    auto sent = co_await net::write_guarded(*stream_, rest, guard_, limit);
    if (!sent) co_return sent;
  }
  out_.clear();
  co_return Result<void>{};
}

Task<void> Connection::upload(http::BodySource& body) {
  auto done = co_await upload_all(body);
  if (!done) {
    // A broken request must not look whole to the upstream; one it does not want any more may still
    // be answered.
    if (done.error().blame == Blame::client) stream_->abort();
    upload_error_ = std::move(done.error());
  }
  uploading_ = false;
  upload_done_.set();
}

// What is at hand goes out together: a body in chunks of a byte is not worth a packet each.
Task<Result<void>> Connection::upload_all(http::BodySource& body) {
  while (true) {
    auto piece = body.try_next();
    if (!piece) {
      if (auto sent = co_await flush_upload(); !sent) co_return sent;
      piece = co_await body.next();
    }
    if (!*piece) co_return std::unexpected(std::move(piece->error()));
    if ((*piece)->end) break;
    append_body((*piece)->data);
    if (out_.size() < kUploadSlice) continue;
    if (auto sent = co_await flush_upload(); !sent) co_return sent;
  }
  if (auto ended = append_end(body); !ended) co_return ended;
  co_return co_await flush_upload();
}

Task<Result<void>> Connection::flush_upload() {
  auto sent = co_await flush();
  if (!sent) sent.error().blame = Blame::upstream;
  co_return sent;
}

Task<Result<void>> Connection::read_head(std::string_view method) {
  sent_at_ = coarse_now();
  reader_.begin_message();
  http::h1::Progress progress;
  int interim = 0;
  while (true) {
    if (reader_.head_size() > 0) {
      got_any_ = true;
      head_.fields.clear();
      auto taken =
          http::h1::parse_response_head(reader_.head_data(), reader_.head_size(),
                                        pool_.limits().head, progress, method, head_, control_);
      if (!taken) co_return std::unexpected(in_words_of_the_answer(std::move(taken.error())));
      if (*taken > 0) {
        reader_.take_head(*taken);
        if (head_.status >= 200 || head_.status == 101) co_return Result<void>{};
        if (++interim > kInterimAnswers)
          co_return fail(Blame::upstream, "upstream.malformed", "interim answers without end");
        // RFC 9110 section 15.2: interim answers are read and dropped; the client was given its 100
        // already.
        reader_.begin_message();
        progress = {};
        continue;
      }
    }
    auto more = co_await reader_.fill_head(pool_.limits().head.bytes, head_time_left());
    if (!more) co_return std::unexpected(std::move(more.error()));
    if (!*more)
      co_return fail(Blame::upstream, "upstream.closed", "the connection ended before an answer");
  }
}

// Of the whole head: bytes that trickle in and interim answers win nothing.
std::chrono::milliseconds Connection::head_time_left() const {
  const auto limit = pool_.limits().head_timeout;
  if (limit == kNoLimit) return kNoLimit;
  const auto passed = coarse_now() - sent_at_;
  return std::max(std::chrono::duration_cast<std::chrono::milliseconds>(limit - passed),
                  std::chrono::milliseconds(1));
}

// What the stream says, in the words of a call to an upstream; what is wrong with the request keeps
// its own.
Error Connection::explain(Error error) const {
  if (!std::string_view(error.code).starts_with("net.")) return error;
  if (reader_.timed_out())
    return {Blame::upstream, "upstream.timeout", "no answer within the time limit"};
  return in_words_of_the_answer(std::move(error));
}

// Only what a dead connection explains: not a timeout, and not what this side ended.
Again Connection::again(const Call& call, const Error& error) const {
  if (!reused_ || got_any_ || body_begun_ || std::string_view(error.code) != "upstream.closed")
    return Again::never;
  if (guard_.expired() || (call.cancel != nullptr && call.cancel->is_cancelled()))
    return Again::never;
  return !sent_any_ || is_idempotent(call.head.method) ? Again::elsewhere : Again::never;
}

Task<Outcome<void>> Connection::failed(const Call& call, Error error) {
  Failure failure{explain(std::move(error))};
  // Before settle(), which breaks the upload off itself.
  if (upload_error_ && upload_error_->blame == Blame::client) failure.error = *upload_error_;
  stream_->abort();
  co_await settle();
  if (cancel_ != nullptr) cancel_->bind(nullptr);
  failure.again = again(call, failure.error);
  co_return std::unexpected(std::move(failure));
}

std::optional<Result<http::Piece>> Connection::try_next() {
  auto piece = reader_.try_next();
  if (piece && !*piece) return std::unexpected(in_words_of_the_answer(std::move(piece->error())));
  return piece;
}

Task<Result<http::Piece>> Connection::next() {
  auto piece = co_await reader_.next();
  if (!piece) co_return std::unexpected(in_words_of_the_answer(std::move(piece.error())));
  co_return piece;
}

Task<void> Connection::settle() {
  if (!uploading_) co_return;
  stream_->abort();
  request_body_->cancel();
  co_await upload_done_.wait();
}

bool Connection::can_be_reused() const {
  return stream_ != nullptr && !uploading_ && !upload_error_ && !may_leave_unread_ &&
         reader_.body_done() && !reader_.has_unread() &&
         control_.persistence == http::h1::Persistence::keep_alive &&
         (cancel_ == nullptr || !cancel_->is_cancelled());
}

void Connection::give_back(http::BodySource* source) {
  auto* self = static_cast<Connection*>(source);
  if (self->cancel_ != nullptr) self->cancel_->bind(nullptr);
  self->cancel_ = nullptr;
  self->place_.give_back();
  if (self->can_be_reused())
    self->pool_.keep(self);
  else
    self->pool_.drop(self);
}

}  // namespace jg::upstream
