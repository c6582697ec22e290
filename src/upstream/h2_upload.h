// upstream/h2_upload.h - the body of one request on its way to an HTTP/2 stream.
//
// Owner:  its call. Thread: one loop.
// Errors: error(): the request's body broke, or upstream.timeout; the stream is reset then, so that
//         half a request never looks whole.
// Limits: BodyStart::kBytes and one piece of the source at a time; the next is asked for when the
//         upstream's window took the last, which it must do within ClientLimits::write_timeout.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "http/h2/connection.h"
#include "net/waiter.h"
#include "upstream/client.h"

namespace jg::upstream {

// What of a request's body was at hand when it was first sent: kept, so that a stream which the
// upstream did not act upon can be begun anew elsewhere.
struct BodyStart {
  static constexpr std::size_t kBytes = 16 * 1024;  // no piece is added past it

  std::string data;
  std::optional<Error> error;
  bool is_gathered = false;
  bool is_whole = false;  // nothing comes behind `data`
};

class H2Upload {
 public:
  // `stall` is how long the upstream may take nothing.
  H2Upload(http::h2::Connection& connection, std::chrono::milliseconds stall)
      : connection_(connection), stall_(stall), done_(connection.loop()) {}

  void begin(const Call& call, BodyStart start);
  http::BodyFraming framing() const { return framing_; }
  http::h2::End end() const { return has_body_ ? http::h2::End::follows : http::h2::End::now; }
  void start(http::h2::Stream& stream);
  http::h2::Outgoing pull(std::size_t most);
  void stop();  // the stream takes no more
  // The call returns: what it was given as text is not good for longer.
  void keep_text();

  // Nothing behind the start was taken from the source.
  bool can_begin_anew() const { return !error_ && !asked_on_; }
  BodyStart take_start() { return std::move(start_); }
  bool is_running() const { return is_running_; }
  const std::optional<Error>& error() const { return error_; }
  // Breaks the source off and waits until nobody asks it for more.
  Task<void> settle();

 private:
  void gather();
  Task<void> run(http::h2::Stream& stream);
  Task<bool> wait_until_taken();
  void take(Result<http::Piece> piece, http::h2::Stream& stream);
  void fail(Error error, http::h2::Stream& stream);
  bool goes_on() const { return !error_ && !is_stopped_; }

  http::h2::Connection& connection_;
  const std::chrono::milliseconds stall_;
  http::BodySource* source_ = nullptr;
  http::BodyFraming framing_;
  BodyStart start_;
  std::string_view rest_;  // of the start, or of the last piece
  std::optional<Error> error_;
  net::Waiter* waiter_ = nullptr;  // for the upstream to take something of it
  net::Event done_;
  bool has_body_ = false;
  bool asked_on_ = false;
  bool at_end_ = false;  // nothing comes behind rest_
  bool is_stopped_ = false;
  bool is_running_ = false;
};

}  // namespace jg::upstream
