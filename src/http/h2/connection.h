// http/h2/connection.h - a session on a byte stream: what is read is told, what is to be sent goes
// out together.
//
// Owner:  a server's or a client's side of one connection, which calls start() once, read() until
//         it says no more, then close().
// Thread: one loop; one reader. Sending is one task's.
// Errors: none of its own; Session::fault() says what the peer did.
// Limits: reads of 4 KiB, growing to 64 while they are full; Session::kOutput a send; write_timeout
//         without progress.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/h2/session.h"
#include "net/event.h"
#include "net/stall_guard.h"
#include "net/stream.h"

namespace jg::http::h2 {

class Connection {
 public:
  Connection(std::unique_ptr<net::Stream> stream, net::Loop& loop, Role role,
             const SessionLimits& limits, std::chrono::milliseconds write_timeout,
             SessionUser& user);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  Session& session() { return session_; }
  const Session& session() const { return session_; }
  net::Loop& loop() { return loop_; }
  net::Stream& stream() { return *stream_; }

  // Starts the task that sends; it ends with close().
  void start();
  // Bytes that were read before the connection was this one's. False as with read().
  bool take(std::string_view bytes);
  // Waits for bytes and tells the session's users of them. False when nothing more will come or may
  // be read.
  Task<bool> read();

  // What the session has to send goes out at the end of this turn of the loop, together with what
  // others add until then.
  void send_soon();
  // At once: for whoever is alone on the connection.
  void send_now();

  // Sends what is left, closes, and waits for the end of the sending task.
  Task<void> close();
  // Ends what waits on the stream.
  void abort();

 private:
  Task<void> write();
  Task<void> linger();
  void fit_buffer(std::size_t last_read);

  std::unique_ptr<net::Stream> stream_;
  net::Loop& loop_;
  const std::chrono::milliseconds write_timeout_;
  Session session_;
  net::StallGuard guard_;
  net::Event to_write_;
  net::Event written_;
  std::unique_ptr<char[]> in_;
  std::size_t in_size_ = 0;
  unsigned small_reads_ = 0;  // in a row
  std::string out_;
  std::string_view unsent_;  // of out_; not empty while the sending task waits for the kernel
  bool broken_ = false;      // nothing can be sent any more
  bool closing_ = false;
};

}  // namespace jg::http::h2
