// http/h1/reader.h - the receiving half of an HTTP/1.1 connection: heads, then bodies, from a
// stream.
//
// Owner:  a server or client connection. Thread: one loop.
// Errors: http.* for limits and ends in the wrong place, net.* from the stream, h1.* from the
//         codec.
// Limits: the head's limits; a body piece is at most kBodyBuffer.
// Spec:   RFC 9112 sections 6 to 9.
#pragma once

#include <chrono>
#include <memory>
#include <span>
#include <string_view>

#include "base/block_cache.h"
#include "http/body.h"
#include "http/h1/chunked.h"
#include "http/h1/head.h"
#include "net/stall_guard.h"
#include "net/stream.h"

namespace jg::http::h1 {

class Reader final : public BodySource {
 public:
  static constexpr std::size_t kBodyBuffer = 64 * 1024;

  Reader(net::Stream& stream, net::DeadlineList& deadlines)
      : stream_(stream), deadlines_(deadlines), guard_(stream) {}

  // 1. Head. What is unread moves to the front; then parse head_data(), and fill_head() while it is
  // incomplete.
  void begin_message();
  char* head_data() { return head_.data(); }
  std::size_t head_size() const { return head_end_; }
  // False at a clean end of stream. `timeout` is for this wait; zero means none. No memory is held
  // while nothing of a head is there.
  Task<Result<bool>> fill_head(std::size_t limit, std::chrono::milliseconds timeout);
  void take_head(std::size_t bytes) { unread_ = {head_.data() + bytes, head_end_ - bytes}; }

  // 2. Body.
  enum class Continue : std::uint8_t { not_owed, owed };
  void begin_body(BodyFraming framing, Continue owed, std::chrono::milliseconds stall_timeout);
  BodyFraming framing() const override { return framing_; }
  std::optional<Result<Piece>> try_next() override;
  Task<Result<Piece>> next() override;
  const Fields* trailers() const override;
  void cancel() override {
    cancelled_ = true;
    stream_.cancel_read();
  }
  bool body_done() const { return done_; }
  // An answer is on its way: 100 Continue would come too late.
  void forget_continue() { continue_owed_ = false; }

  bool timed_out() const { return guard_.expired(); }
  bool has_unread() const { return !unread_.empty(); }
  // Bytes that came behind the message, for a tunnel.
  std::string_view take_unread();

 private:
  Result<Piece> take_piece();
  std::size_t larger_head(std::size_t limit) const;
  void grow_head(std::size_t size);
  std::span<char> head_room();
  Task<Result<std::size_t>> fill_body();

  net::Stream& stream_;
  net::DeadlineList& deadlines_;
  net::ReadGuard guard_;
  Block head_;
  std::size_t head_end_ = 0;
  std::size_t first_head_ = 0;  // bytes, for when something comes
  std::unique_ptr<char[]> body_;
  std::string_view unread_;
  BodyFraming framing_;
  std::uint64_t left_ = 0;
  ChunkedDecoder chunked_;
  std::chrono::milliseconds stall_timeout_{};
  bool continue_owed_ = false;
  bool done_ = true;
  bool cancelled_ = false;  // of this body; whoever reads it may be between two reads
};

}  // namespace jg::http::h1
