// exchange/time_limit.h - the time that one exchange may take, in all and until its backend answers;
// what is over is ended.
//
// Owner:  the exchange; used again and again by its connection. Thread: one loop.
// Errors: timeout.request, timeout.backend.
// Limits: as exact as net::Deadline: up to one tick late. Costs nothing until a limit is set.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "base/error.h"
#include "net/deadline.h"

namespace jg::exchange {

// What must stop when time is up.
class TimeKept {
 public:
  virtual ~TimeKept() = default;
  virtual void end() = 0;
};

class TimeLimit final : public net::Deadline {
 public:
  using Milliseconds = std::chrono::milliseconds;

  explicit TimeLimit(net::DeadlineList& deadlines) : deadlines_(deadlines) {}

  // The whole exchange; to be ended is what `kept` does then. Zero is no limit, here and below.
  void limit_request(Milliseconds left);
  // From enter_backend() to leave_backend(). The shortest of several holds.
  void limit_backend(Milliseconds time);
  void enter_backend();
  void leave_backend();

  void keep(TimeKept& kept) { kept_ = &kept; }
  bool is_over() const { return over_ != nullptr; }
  Error error() const;
  void reset();

 private:
  using Point = std::chrono::steady_clock::time_point;
  void aim();
  void on_expired() override;

  net::DeadlineList& deadlines_;
  TimeKept* kept_ = nullptr;
  std::optional<Point> request_at_;
  std::optional<Point> backend_at_;
  Milliseconds backend_time_{0};
  const char* over_ = nullptr;  // the code of what is over
  bool in_backend_ = false;
};

}  // namespace jg::exchange
