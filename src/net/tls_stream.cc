#include "net/tls_stream.h"

#include <openssl/err.h>

#include <cerrno>
#include <cstring>

namespace jg::net {
namespace {

constexpr std::size_t kRecord = 16 * 1024;  // of plain text, the most that TLS allows
constexpr std::size_t kAtOnce = 64 * 1024;
constexpr std::size_t kTurn = 256 * 1024;
constexpr int kReadsWithoutData = 64;
constexpr std::chrono::milliseconds kReleaseAfter{2000};

// Other connections go first.
struct NextTurn {
  Loop& loop;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> task) const { loop.resume_next_turn(task); }
  void await_resume() const noexcept {}
};

}  // namespace

TlsStream::TlsStream(Loop& loop, int descriptor, SslOwner ssl, Blame peer,
                     std::shared_ptr<const void> keeps)
    : loop_(loop),
      socket_(loop, descriptor),
      ssl_(std::move(ssl)),
      peer_(peer),
      keeps_(std::move(keeps)) {
  BIO* const bio = make_socket_bio(bio_).release();
  SSL_set_bio(ssl_.get(), bio, bio);  // takes it, once for both ways
}

// RFC 8446 section 6.1: an end is announced, also that of a connection which was only kept.
TlsStream::~TlsStream() { finish_writing(); }

// OpenSSL reads its queue to tell what happened, so nothing old may be in it.
template <class Operation>
TlsStream::Outcome TlsStream::run(Operation operation) {
  ERR_clear_error();
  if (broken_ || !socket_.is_open()) return Outcome::failed;
  bio_.blocked = false;
  const int result = operation(ssl_.get());
  if (result > 0) return Outcome::done;
  ssl_error_ = SSL_get_error(ssl_.get(), result);
  switch (ssl_error_) {
    // Without the socket's word there were records, and no data in them.
    case SSL_ERROR_WANT_READ: return bio_.blocked ? Outcome::wants_read : Outcome::again;
    case SSL_ERROR_WANT_WRITE: return Outcome::wants_write;
    case SSL_ERROR_ZERO_RETURN: return Outcome::ended;
    default: broken_ = true; return Outcome::failed;
  }
}

Error TlsStream::failed() {
  if (!socket_.is_open()) return {peer_, "net.closed", "aborted"};
  const unsigned long error = ERR_peek_error();
  if (error == 0) return {peer_, "net.closed", std::strerror(errno)};
  if (ERR_GET_REASON(error) == SSL_R_UNEXPECTED_EOF_WHILE_READING)
    return {peer_, "net.closed", "the connection ended without close_notify"};
  return {peer_, "net.closed", take_openssl_error()};
}

Task<void> TlsStream::make_room() {
  in_one_go_ = 0;
  co_await NextTurn{loop_};
}

Task<bool> TlsStream::handshake() {
  while (true) {
    bool open = true;
    switch (run([](SSL* ssl) { return SSL_do_handshake(ssl); })) {
      case Outcome::done: established_ = true; co_return true;
      case Outcome::again: break;
      case Outcome::wants_read: open = co_await socket_.until_readable(); break;
      case Outcome::wants_write: open = co_await socket_.until_writable(); break;
      case Outcome::ended:
      case Outcome::failed: co_return false;
    }
    if (!open) co_return false;
  }
}

// False when the read was cancelled or the stream closed.
Task<bool> TlsStream::wait_to_read() {
  in_one_go_ = 0;
  // The peer may wait for our word that we are done.
  while (closing_) {
    const bool open = co_await socket_.until_writable();
    if (!open) co_return false;
    finish_writing();
  }
  release_.set(loop_.deadlines(), kReleaseAfter);
  const bool open = co_await socket_.until_readable();
  release_.clear();
  co_return open;
}

Task<Result<std::size_t>> TlsStream::read_some(ReadRoom room) {
  // A read that is known to find nothing would be a system call for nothing.
  bool waits = !socket_.may_read() && SSL_has_pending(ssl_.get()) == 0;
  for (int without_data = 0; without_data < kReadsWithoutData;) {
    if (waits && !co_await wait_to_read())
      co_return std::unexpected(Error{peer_, "net.closed", "aborted"});
    const std::span<char> to = room.find();
    std::size_t got = 0;
    const Outcome outcome =
        run([&](SSL* ssl) { return SSL_read_ex(ssl, to.data(), to.size(), &got); });
    switch (outcome) {
      case Outcome::done:
        in_one_go_ += got;
        if (in_one_go_ >= kTurn) co_await make_room();
        co_return got;
      case Outcome::ended: co_return std::size_t{0};
      case Outcome::failed: co_return std::unexpected(failed());
      case Outcome::again: ++without_data; break;
      case Outcome::wants_write:
        if (const bool open = co_await socket_.until_writable(); !open)
          co_return std::unexpected(failed());
        break;
      case Outcome::wants_read: break;
    }
    waits = outcome == Outcome::wants_read;
  }
  broken_ = true;
  co_return std::unexpected(Error{peer_, "net.closed", "too many records without data"});
}

Result<std::size_t> TlsStream::try_write(std::string_view bytes) {
  std::size_t written = 0;
  while (written < bytes.size() && written < kAtOnce) {
    const std::string_view record = bytes.substr(written, kRecord);
    std::size_t taken = 0;
    const Outcome outcome =
        run([&](SSL* ssl) { return SSL_write_ex(ssl, record.data(), record.size(), &taken); });
    if (outcome == Outcome::wants_write) break;
    if (outcome != Outcome::done) return std::unexpected(failed());
    written += taken;
  }
  in_one_go_ += written;
  return written;
}

Task<Result<void>> TlsStream::write_all(std::string_view bytes) {
  while (true) {
    auto written = try_write(bytes);
    if (!written) co_return std::unexpected(std::move(written.error()));
    bytes.remove_prefix(*written);
    if (in_one_go_ >= kTurn) co_await make_room();
    if (bytes.empty()) co_return Result<void>{};
    const bool open = co_await socket_.until_writable();
    if (!open) co_return std::unexpected(failed());
    if (bio_.blocked) in_one_go_ = 0;
  }
}

void TlsStream::finish_writing() {
  if (!established_ || !socket_.is_open()) return;
  const auto outcome = run([](SSL* ssl) {
    // 0: ours is sent and the peer's has not come, which is all that is wanted.
    const int result = SSL_shutdown(ssl);
    return result == 0 ? 1 : result;
  });
  closing_ = outcome == Outcome::wants_write;
  if (closing_) return;
  established_ = false;
  socket_.finish_writing();
}

bool TlsStream::peer_is_gone() {
  return socket_.peer_is_gone() || (SSL_get_shutdown(ssl_.get()) & SSL_RECEIVED_SHUTDOWN) != 0;
}

// Bytes that wait need not be the peer's word: a ticket may come at any time.
bool TlsStream::is_quiet() {
  if (peer_is_gone()) return false;
  if (!socket_.may_read() && SSL_has_pending(ssl_.get()) == 0) return true;
  for (int i = 0; i < kReadsWithoutData; ++i) {
    char byte = 0;
    const Outcome outcome = run([&](SSL* ssl) { return SSL_peek(ssl, &byte, 1); });
    if (outcome != Outcome::again) return outcome == Outcome::wants_read;
  }
  return false;
}

}  // namespace jg::net
