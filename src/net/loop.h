// net/loop.h - one thread's event loop, with its clock and its deadlines.
//
// Owner:  the application, one for each worker and one for control.
// Thread: run() on one thread; post() from any; all else from the loop's own.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>

#include "base/clock.h"
#include "net/deadline.h"
#include "net/task.h"

namespace jg::net {

class Loop {
 public:
  Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  void run();
  void stop() { context_.stop(); }

  // Starts a task that answers for its own errors; it lives until it ends.
  void spawn(Task<void> task) {
    boost::asio::co_spawn(context_.get_executor(), std::move(task), boost::asio::detached);
  }
  template <class Work>
  void post(Work work) {
    boost::asio::post(context_, std::move(work));
  }

  boost::asio::io_context& context() { return context_; }
  DeadlineList& deadlines() { return deadlines_; }

 private:
  boost::asio::io_context context_;
  DeadlineList deadlines_;
};

Task<void> sleep_for(std::chrono::milliseconds time);

}  // namespace jg::net
