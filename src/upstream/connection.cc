#include "upstream/connection.h"

#include "http/h1/tunnel.h"
#include "http/h1/write.h"
#include "http/hop_by_hop.h"
#include "upstream/pool.h"

namespace jg::upstream {
namespace {

constexpr std::size_t kKeptOutput = 16 * 1024;
constexpr std::size_t kUploadSlice = 64 * 1024;
constexpr std::chrono::milliseconds kWriteStall{60'000};
constexpr std::chrono::milliseconds kNoLimit{0};

// RFC 9110 section 9.2.2.
bool is_idempotent(std::string_view method) {
  return method == "GET" || method == "HEAD" || method == "OPTIONS" || method == "PUT" || method == "DELETE" || method == "TRACE";
}

}  // namespace

Connection::Connection(Pool& pool, net::Loop& loop, std::unique_ptr<net::Stream> stream, const ClientLimits& limits)
    : pool_(pool), loop_(loop), limits_(limits), stream_(std::move(stream)), reader_(*stream_, loop.deadlines()),
      guard_(*stream_), upload_done_(loop) {}

Task<std::expected<void, Connection::Failure>> Connection::exchange(const Call& call, Answer& answer) {
  sent_any_ = got_any_ = uploading_ = false;
  upload_error_.reset();
  request_body_ = call.body;
  cancel_ = call.cancel;
  if (cancel_ != nullptr) cancel_->bind(stream_.get());
  if (auto sent = co_await send(call); !sent) co_return co_await failed(call, std::move(sent.error()));
  if (auto got = co_await read_head(call.head.method); !got) co_return co_await failed(call, std::move(got.error()));

  answer.head = head_;
  http::remove_hop_by_hop(answer.head.fields, call.upgrade && head_.status == 101 ? http::Upgrade::keep : http::Upgrade::drop);
  if (head_.status == 101) {
    if (!call.upgrade) {
      Error unasked{Blame::upstream, "upstream.upgrade", "a 101 that nobody asked for"};
      co_return co_await failed(call, std::move(unasked));
    }
    if (cancel_ != nullptr) cancel_->bind(nullptr);
    answer.tunnel = http::h1::make_tunnel(std::move(stream_), std::string(reader_.take_unread()));
  }
  reader_.begin_body(control_.body, http::h1::Reader::Continue::not_owed, kNoLimit);
  answer.body = http::BodyOwner(this, {&Connection::give_back});
  co_return std::expected<void, Failure>{};
}

Result<void> Connection::write_head(const Call& call) {
  http::h1::Control control;
  control.upgrades = call.upgrade;
  if (call.text) control.body = {http::BodyKind::length, call.text->size()};
  else if (call.body != nullptr) control.body = call.body->framing();
  sending_ = control.body;
  out_.clear();
  if (out_.capacity() > 2 * kKeptOutput) out_.shrink_to_fit();
  return http::h1::write_request_head(out_, call.head, control);
}

// The head and what of the body is at hand go out in one write; the rest is uploaded beside the reading of the answer.
Task<Result<void>> Connection::send(const Call& call) {
  if (auto wrote = write_head(call); !wrote) co_return wrote;
  if (call.text) out_.append(*call.text);
  bool all = call.body == nullptr;
  while (!all && out_.size() < kUploadSlice) {
    auto piece = call.body->try_next();
    if (!piece) break;
    if (!*piece) co_return std::unexpected(std::move(piece->error()));
    all = (*piece)->end;
    if (auto added = append_body((*piece)->data); !added) co_return added;
    if (all && sending_.kind == http::BodyKind::chunked) {
      const http::Fields* trailers = call.body->trailers();
      static const http::Fields kNone;
      if (auto wrote = http::h1::write_last_chunk(out_, trailers != nullptr ? *trailers : kNone); !wrote) co_return wrote;
    }
  }
  auto sent = co_await flush();
  if (!sent || all) co_return sent;
  uploading_ = true;
  upload_done_.reset();
  loop_.spawn(upload(*call.body));
  co_return Result<void>{};
}

Result<void> Connection::append_body(std::string_view data) {
  if (data.empty()) return {};
  if (sending_.kind == http::BodyKind::chunked) http::h1::write_chunk(out_, data);
  else out_.append(data);
  return {};
}

Task<Result<void>> Connection::flush() {
  if (out_.empty()) co_return Result<void>{};
  std::string_view rest = out_;
  auto written = stream_->try_write(rest);
  if (!written) co_return std::unexpected(std::move(written.error()));
  sent_any_ = sent_any_ || *written > 0;
  rest.remove_prefix(*written);
  while (!rest.empty()) {
    sent_any_ = true;
    const std::string_view slice = rest.substr(0, kKeptOutput);
    guard_.set(loop_.deadlines(), kWriteStall);
    auto sent = co_await stream_->write_all(slice);
    guard_.clear();
    if (!sent) co_return sent;
    rest.remove_prefix(slice.size());
  }
  out_.clear();
  co_return Result<void>{};
}

Task<void> Connection::upload(http::BodySource& body) {
  auto done = co_await upload_all(body);
  if (!done) {
    // A broken request must not look whole to the upstream; one it does not want any more may still be answered.
    if (done.error().blame == Blame::client) stream_->abort();
    upload_error_ = std::move(done.error());
  }
  uploading_ = false;
  upload_done_.set();
}

Task<Result<void>> Connection::upload_all(http::BodySource& body) {
  while (true) {
    auto piece = body.try_next();
    if (!piece) piece = co_await body.next();
    if (!*piece) co_return std::unexpected(std::move(piece->error()));
    if ((*piece)->end) break;
    if (auto added = append_body((*piece)->data); !added) co_return added;
    if (auto sent = co_await flush(); !sent) {
      sent.error().blame = Blame::upstream;
      co_return sent;
    }
  }
  if (sending_.kind != http::BodyKind::chunked) co_return Result<void>{};
  static const http::Fields kNone;
  const http::Fields* trailers = body.trailers();
  if (auto wrote = http::h1::write_last_chunk(out_, trailers != nullptr ? *trailers : kNone); !wrote) co_return wrote;
  auto sent = co_await flush();
  if (!sent) sent.error().blame = Blame::upstream;
  co_return sent;
}

Task<Result<void>> Connection::read_head(std::string_view method) {
  reader_.begin_message();
  http::h1::Progress progress;
  while (true) {
    if (reader_.head_size() > 0) {
      got_any_ = true;
      head_.fields.clear();
      auto taken = http::h1::parse_response_head(reader_.head_data(), reader_.head_size(), limits_.head, progress, method, head_, control_);
      if (!taken) co_return fail(Blame::upstream, "upstream.malformed", std::move(taken.error().detail));
      if (*taken > 0) {
        reader_.take_head(*taken);
        if (head_.status >= 200 || head_.status == 101) co_return Result<void>{};
        // RFC 9110 section 15.2: interim answers are read and dropped; the client was given its 100 already.
        reader_.begin_message();
        progress = {};
        continue;
      }
    }
    auto more = co_await reader_.fill_head(limits_.head.bytes, limits_.head_timeout);
    if (!more) co_return std::unexpected(std::move(more.error()));
    if (!*more) co_return fail(Blame::upstream, "upstream.closed", "the connection ended before an answer");
  }
}

// What the stream and the codec say, in the words of a call to an upstream.
Error Connection::explain(Error error) const {
  const std::string_view code = error.code;
  const bool of_the_request = error.blame == Blame::client && !code.starts_with("net.");
  if (code.starts_with("upstream.") || of_the_request) return error;
  if (reader_.timed_out()) return {Blame::upstream, "upstream.timeout", "no answer within the time limit"};
  return {Blame::upstream, "upstream.closed", std::move(error.detail)};
}

Task<std::expected<void, Connection::Failure>> Connection::failed(const Call& call, Error error) {
  stream_->abort();
  if (uploading_) co_await settle();
  if (cancel_ != nullptr) cancel_->bind(nullptr);
  Failure failure{explain(std::move(error))};
  if (upload_error_ && upload_error_->blame == Blame::client) failure.error = std::move(*upload_error_);
  const bool repeatable = call.body == nullptr;
  failure.may_retry = reused_ && !got_any_ && repeatable && (!sent_any_ || is_idempotent(call.head.method));
  co_return std::unexpected(std::move(failure));
}

std::optional<Result<http::Piece>> Connection::try_next() {
  auto piece = reader_.try_next();
  if (piece && !*piece) return fail(Blame::upstream, "upstream.malformed", std::move(piece->error().detail));
  return piece;
}

Task<Result<http::Piece>> Connection::next() {
  auto piece = co_await reader_.next();
  if (!piece) co_return fail(Blame::upstream, "upstream.closed", std::move(piece.error().detail));
  co_return piece;
}

Task<void> Connection::settle() {
  if (!uploading_) co_return;
  stream_->abort();
  request_body_->cancel();
  co_await upload_done_.wait();
}

bool Connection::can_be_reused() const {
  return stream_ != nullptr && !uploading_ && !upload_error_ && reader_.body_done() && !reader_.has_unread() &&
         control_.persistence == http::h1::Persistence::keep_alive && (cancel_ == nullptr || !cancel_->is_cancelled());
}

void Connection::give_back(http::BodySource* source) {
  auto* self = static_cast<Connection*>(source);
  if (self->cancel_ != nullptr) self->cancel_->bind(nullptr);
  self->cancel_ = nullptr;
  if (self->can_be_reused()) self->pool_.keep(self);
  else self->pool_.drop(self);
}

}  // namespace jg::upstream
