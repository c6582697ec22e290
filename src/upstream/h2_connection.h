// upstream/h2_connection.h - one HTTP/2 connection to an upstream, shared by many calls at a time.
//
// Owner:  its pool; it stays until nothing of it runs and every call on it has ended.
// Thread: one loop.
// Errors: why(): what ended the connection, in the words of a call.
// Limits: ClientLimits::streams, or what the peer allows when that is less; those of http/h2; the
//         peer's first settings within the time for connecting.
// Spec:   RFC 9113 section 3.4: no call before the peer's settings; 6.8: none behind GOAWAY.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "http/h2/connection.h"
#include "net/deadline.h"
#include "upstream/h2_call.h"
#include "upstream/opener.h"

namespace jg::upstream {

class H2Pool;

class H2Connection final : private http::h2::SessionUser, private net::Deadline {
 public:
  H2Connection(H2Pool& pool, Connected connected);
  H2Connection(const H2Connection&) = delete;
  H2Connection& operator=(const H2Connection&) = delete;

  // To be spawned once, by the pool. The connection may be gone behind it.
  Task<void> run();

  // One more call, now; to be made at once.
  bool has_room() const;
  H2Call& new_call();
  std::size_t calls() const { return calls_.size() - idle_calls_.size(); }
  void close_when_idle();

  // For its calls.
  http::h2::Connection& io() { return io_; }
  const ClientLimits& limits() const;
  std::string_view address() const { return address_; }
  std::string_view scheme() const;
  const std::optional<Error>& why() const { return why_; }
  // It has answered before, so its sudden end may be that of a connection unused for too long.
  bool has_answered() const { return has_answered_; }
  void note_answer() { has_answered_ = true; }
  Result<http::h2::Stream*> request(const http::RequestHead& head, const http::BodyFraming& body,
                                    http::h2::End end, http::h2::StreamUser& user);
  void end_call(H2Call& call, http::h2::Stream* stream);  // both may be gone behind it

 private:
  http::h2::StreamUser* on_request(http::h2::Stream&) override { return nullptr; }
  void on_goaway(http::h2::ErrorCode, std::int32_t) override { take_no_more(); }
  void on_settings() override;
  void on_expired() override;
  Error end() const;
  void give_up(http::h2::Stream& stream);
  void take_no_more();
  void close();
  void look_after();

  H2Pool& pool_;
  const std::string address_;
  http::h2::Connection io_;
  std::optional<Error> why_;
  std::vector<std::unique_ptr<H2Call>> calls_;  // also those that are idle, to be used again
  std::vector<H2Call*> idle_calls_;
  bool is_running_ = true;
  bool is_ready_ = false;   // the peer's settings came
  bool is_ending_ = false;  // takes no more calls
  bool was_used_ = false;
  bool has_answered_ = false;
  bool timed_out_ = false;  // before it was ready
};

}  // namespace jg::upstream
