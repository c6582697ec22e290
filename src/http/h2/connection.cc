#include "http/h2/connection.h"

namespace jg::http::h2 {
namespace {

constexpr std::size_t kFirstRead = 4 * 1024;
constexpr std::size_t kLargestRead = 64 * 1024;
constexpr unsigned kSmallReads = 64;            // after so many the buffer shrinks again
constexpr std::size_t kKeptOutput = 16 * 1024;  // no larger buffer is kept while nothing is sent
constexpr std::chrono::milliseconds kLinger{1000};

}  // namespace

Connection::Connection(std::unique_ptr<net::Stream> stream, net::Loop& loop, Role role,
                       const SessionLimits& limits, std::chrono::milliseconds write_timeout,
                       SessionUser& user)
    : stream_(std::move(stream)),
      loop_(loop),
      write_timeout_(write_timeout),
      session_(role, limits, user, std::chrono::steady_clock::now()),
      guard_(*stream_),
      to_write_(loop),
      written_(loop) {}

void Connection::start() {
  loop_.spawn(write());
  send_soon();
}

bool Connection::take(std::string_view bytes) {
  const auto received = session_.receive(bytes, std::chrono::steady_clock::now());
  if (session_.wants_output()) send_soon();
  return received.has_value() && !broken_;
}

Task<bool> Connection::read() {
  if (broken_ || session_.is_over()) co_return false;
  if (!in_) fit_buffer(0);
  auto count = co_await stream_->read_some(in_.get(), in_size_);
  if (!count && !session_.is_over()) abort();
  if (!count || *count == 0) co_return false;
  const bool goes_on = take({in_.get(), *count});
  fit_buffer(*count);
  co_return goes_on;
}

void Connection::fit_buffer(std::size_t last_read) {
  small_reads_ = last_read < in_size_ / 4 ? small_reads_ + 1 : 0;
  std::size_t fit = std::max(in_size_, kFirstRead);
  if (last_read == fit && fit < kLargestRead) fit *= 2;
  if (small_reads_ >= kSmallReads) fit = kFirstRead;
  if (fit == in_size_) return;
  in_ = std::make_unique_for_overwrite<char[]>(fit);
  in_size_ = fit;
  small_reads_ = 0;
}

void Connection::send_soon() {
  if (unsent_.empty()) to_write_.set();
}

void Connection::send_now() {
  while (unsent_.empty() && !broken_ && session_.wants_output()) {
    session_.output(out_);
    if (out_.empty()) break;
    auto written = stream_->try_write(out_);
    if (!written) return abort();
    if (*written == out_.size()) continue;
    unsent_ = std::string_view(out_).substr(*written);
    to_write_.set();
  }
  if (unsent_.empty() && out_.capacity() > kKeptOutput) std::string().swap(out_);
}

Task<void> Connection::write() {
  while (!closing_) {
    co_await to_write_.wait();
    to_write_.reset();
    send_now();
    while (!unsent_.empty()) {
      const net::StallLimit limit{loop_.deadlines(), write_timeout_};
      auto sent = co_await net::write_guarded(*stream_, unsent_, guard_, limit);
      unsent_ = {};
      if (!sent) abort();
      send_now();
    }
    if (session_.is_over()) stream_->cancel_read();  // nothing that comes now means anything
  }
  written_.set();
}

// Closing with unread bytes resets the connection, and the last frames could be lost on their way.
Task<void> Connection::linger() {
  stream_->finish_writing();
  guard_.set(loop_.deadlines(), kLinger);
  while (true) {
    if (!in_) fit_buffer(0);
    auto count = co_await stream_->read_some(in_.get(), in_size_);
    if (!count || *count == 0) break;
  }
  guard_.clear();
}

Task<void> Connection::close() {
  closing_ = true;
  to_write_.set();
  co_await written_.wait();
  if (!broken_) co_await linger();
  stream_->abort();
}

void Connection::abort() {
  broken_ = true;
  stream_->abort();
}

}  // namespace jg::http::h2
