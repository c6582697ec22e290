#include "http/h1/reader.h"

#include <algorithm>
#include <cstring>

namespace jg::http::h1 {
namespace {

constexpr std::size_t kFirstHead = 4 * 1024;

}  // namespace

void Reader::begin_message() {
  if (unread_.size() > head_.size()) {
    Block larger(unread_.size());
    std::memcpy(larger.data(), unread_.data(), unread_.size());
    head_ = std::move(larger);
  } else if (!unread_.empty()) {
    std::memmove(head_.data(), unread_.data(), unread_.size());
  }
  head_end_ = unread_.size();
  unread_ = {};
  body_.reset();
  done_ = true;
}

// Room for the limit and one byte more, so that the codec sees the excess and says so.
std::size_t Reader::larger_head(std::size_t limit) const {
  return std::min(std::max(kFirstHead, head_.size() * 2), limit + 1);
}

void Reader::grow_head(std::size_t size) {
  Block larger(size);
  if (head_end_ > 0) std::memcpy(larger.data(), head_.data(), head_end_);
  head_ = std::move(larger);
}

std::span<char> Reader::head_room() {
  if (head_.size() == 0) grow_head(first_head_);
  return {head_.data() + head_end_, head_.size() - head_end_};
}

Task<Result<bool>> Reader::fill_head(std::size_t limit, std::chrono::milliseconds timeout) {
  if (head_end_ == 0) {
    head_ = Block();
    first_head_ = larger_head(limit);
  } else if (head_end_ == head_.size()) {
    const std::size_t size = larger_head(limit);
    if (size <= head_.size()) co_return fail(Blame::client, "h1.head_too_large");
    grow_head(size);
  }
  guard_.set(deadlines_, timeout);
  const auto room = [](void* reader) { return static_cast<Reader*>(reader)->head_room(); };
  auto count = co_await stream_.read_some(net::ReadRoom(room, this));
  guard_.clear();
  if (!count) co_return std::unexpected(std::move(count.error()));
  head_end_ += *count;
  co_return *count > 0;
}

void Reader::begin_body(BodyFraming framing, Continue owed,
                        std::chrono::milliseconds stall_timeout) {
  framing_ = framing;
  left_ = framing.length;
  cancelled_ = false;
  continue_owed_ = owed == Continue::owed;
  stall_timeout_ = stall_timeout;
  done_ =
      framing.kind == BodyKind::none || (framing.kind == BodyKind::length && framing.length == 0);
  if (framing.kind == BodyKind::chunked) chunked_.reset();
}

// What the unread bytes give; an empty piece that is no end means: more are needed.
Result<Piece> Reader::take_piece() {
  if (done_) return Piece{{}, true};
  switch (framing_.kind) {
    case BodyKind::none: break;
    case BodyKind::length: {
      const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(left_, unread_.size()));
      const Piece piece{unread_.substr(0, size), false};
      unread_.remove_prefix(size);
      left_ -= size;
      done_ = left_ == 0;
      return piece;
    }
    case BodyKind::until_close: {
      const Piece piece{unread_, false};
      unread_ = {};
      return piece;
    }
    case BodyKind::chunked:
      while (true) {
        auto step = chunked_.decode(unread_);
        if (!step) return std::unexpected(std::move(step.error()));
        unread_.remove_prefix(step->consumed);
        done_ = step->done;
        if (!step->data.empty()) return Piece{step->data, false};
        if (done_) return Piece{{}, true};
        if (step->consumed == 0) return Piece{};
      }
  }
  return Piece{{}, true};
}

std::optional<Result<Piece>> Reader::try_next() {
  auto piece = take_piece();
  if (piece && !piece->end && piece->data.empty()) return std::nullopt;
  return piece;
}

Task<Result<std::size_t>> Reader::fill_body() {
  if (cancelled_) co_return fail(Blame::client, "net.closed", "nobody wants the rest of the body");
  if (continue_owed_) {
    continue_owed_ = false;
    net::StallGuard guard(stream_);
    const net::StallLimit limit{deadlines_, stall_timeout_};
    auto sent = co_await net::write_guarded(stream_, "HTTP/1.1 100 Continue\r\n\r\n", guard, limit);
    if (!sent) co_return std::unexpected(std::move(sent.error()));
  }
  if (!body_) body_ = std::make_unique_for_overwrite<char[]>(kBodyBuffer);
  // A partial chunk frame may be left over: it stays in front.
  const std::size_t kept = unread_.size();
  if (kept > 0) std::memmove(body_.get(), unread_.data(), kept);
  guard_.set(deadlines_, stall_timeout_);
  auto count = co_await stream_.read_some(body_.get() + kept, kBodyBuffer - kept);
  guard_.clear();
  if (count)
    unread_ = {body_.get(), kept + *count};
  else if (guard_.expired())
    count = fail(Blame::client, "request.timeout", "the body stalled");
  co_return count;
}

Task<Result<Piece>> Reader::next() {
  while (true) {
    auto piece = take_piece();
    if (!piece || piece->end || !piece->data.empty()) co_return piece;
    auto count = co_await fill_body();
    if (!count) co_return std::unexpected(std::move(count.error()));
    if (*count > 0) continue;
    if (framing_.kind != BodyKind::until_close)
      co_return fail(Blame::client, "http.incomplete_body", "the stream ended before the body did");
    done_ = true;
    co_return Piece{{}, true};
  }
}

const Fields* Reader::trailers() const {
  return framing_.kind == BodyKind::chunked && done_ && !chunked_.trailers().empty()
             ? &chunked_.trailers()
             : nullptr;
}

std::string_view Reader::take_unread() { return std::exchange(unread_, {}); }

}  // namespace jg::http::h1
