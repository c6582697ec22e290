// net/event.h - something that happens once, and one task that waits for it.
//
// Thread: one loop.
#pragma once

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>

#include "net/loop.h"

namespace jg::net {

class Event {
 public:
  explicit Event(Loop& loop) : timer_(loop.context().get_executor(), Timer::time_point::max()) {}
  void set() {
    set_ = true;
    timer_.cancel();
  }
  void reset() { set_ = false; }
  bool is_set() const { return set_; }
  Task<void> wait() {
    boost::system::error_code ignored;
    while (!set_) co_await timer_.async_wait(boost::asio::redirect_error(use_task, ignored));
  }

 private:
  using Timer = boost::asio::basic_waitable_timer<
      std::chrono::steady_clock, boost::asio::wait_traits<std::chrono::steady_clock>, Executor>;
  Timer timer_;
  bool set_ = false;
};

}  // namespace jg::net
