#include "http/h1/responder.h"

#include "http/h1/tunnel.h"
#include "http/h1/write.h"

namespace jg::http::h1 {
namespace {

constexpr std::size_t kKeptOutput =
    16 * 1024;  // a connection keeps no larger output buffer while idle

}  // namespace

void H1Responder::begin(std::string_view method, Version version, Persistence persistence) {
  out_.clear();
  if (out_.capacity() > kKeptOutput) out_.shrink_to_fit();
  state_ = State::waiting;
  version_ = version;
  persistence_ = persistence;
  method_ = method;
  written_ = 0;
}

Result<void> H1Responder::start(const ResponseHead& head, BodyFraming framing) {
  reader_.forget_continue();
  head_only_ = method_ == "HEAD" || head.status == 204 || head.status == 304;
  if (!head_only_ && (framing.kind == BodyKind::chunked || framing.kind == BodyKind::until_close)) {
    // A 1.0 client knows no chunks: the end of the connection is the end of the body.
    framing.kind = version_ == Version::http10 ? BodyKind::until_close : BodyKind::chunked;
    if (framing.kind == BodyKind::until_close) persistence_ = Persistence::close;
  } else if (head_only_ && framing.kind != BodyKind::length) {
    framing = {};
  }
  framing_ = framing;
  Control control;
  control.body = framing;
  control.persistence = persistence_;
  state_ = State::started;
  return write_response_head(out_, head, control, {method_, version_});
}

Result<void> H1Responder::write(std::string_view data) {
  if (head_only_ || data.empty()) return {};
  written_ += data.size();
  if (framing_.kind == BodyKind::length && written_ > framing_.length)
    return fail(Blame::upstream, "http.body_too_long", "more came than content-length promised");
  if (framing_.kind == BodyKind::chunked)
    write_chunk(out_, data);
  else
    out_.append(data);
  return {};
}

Result<void> H1Responder::finish(const Fields* trailers) {
  if (!head_only_ && framing_.kind == BodyKind::length && written_ < framing_.length)
    return fail(Blame::upstream, "http.incomplete_body", "less came than content-length promised");
  state_ = State::finished;
  if (head_only_ || framing_.kind != BodyKind::chunked) return {};
  return write_last_chunk(out_, trailers);
}

Task<Result<void>> H1Responder::flush() {
  if (out_.empty()) co_return Result<void>{};
  co_await loop_.batch_end();
  auto written = stream_->try_write(out_);
  if (!written) co_return std::unexpected(std::move(written.error()));
  if (*written < out_.size()) {
    const net::StallLimit limit{loop_.deadlines(), limits_.write_timeout};
    const std::string_view rest = std::string_view(out_).substr(*written);
    auto sent = co_await net::write_guarded(*stream_, rest, guard_, limit);
    if (!sent && guard_.expired())
      co_return fail(Blame::client, "http.client_stalled", "it took no byte in time");
    if (!sent) co_return sent;
  }
  out_.clear();
  co_return Result<void>{};
}

Task<Result<std::unique_ptr<Tunnel>>> H1Responder::upgrade(const ResponseHead& head) {
  Control control;
  control.upgrades = true;
  if (auto wrote = write_response_head(out_, head, control, {method_, version_}); !wrote)
    co_return std::unexpected(std::move(wrote.error()));
  if (auto sent = co_await flush(); !sent) co_return std::unexpected(std::move(sent.error()));
  state_ = State::upgraded;
  co_return make_tunnel(std::move(stream_), std::string(reader_.take_unread()));
}

void H1Responder::abort() {
  state_ = State::aborted;
  if (stream_) stream_->abort();
}

}  // namespace jg::http::h1
