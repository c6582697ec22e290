// net/ready_queue.h - tasks that may go on, in the order in which they were told so.
//
// Who wakes a task is in the middle of its own work, so the task goes on when that is done: behind
// the poller's batch, or in a turn of the context's.
//
// Owner: the loop. Thread: its own.
#pragma once

#include <coroutine>
#include <utility>
#include <vector>

#include "net/asio_fwd.h"

namespace jg::net {

class ReadyQueue {
 public:
  explicit ReadyQueue(boost::asio::io_context& context) : context_(context) {}

  void push(std::coroutine_handle<> task);
  void run();  // those that are added meanwhile too

  // While one lives nothing is posted: its owner runs the queue before it ends.
  class RunsSoon {
   public:
    explicit RunsSoon(ReadyQueue& queue)
        : posted_(queue.posted_), before_(std::exchange(posted_, true)) {}
    ~RunsSoon() { posted_ = before_; }
    RunsSoon(const RunsSoon&) = delete;
    RunsSoon& operator=(const RunsSoon&) = delete;

   private:
    bool& posted_;
    const bool before_;
  };

 private:
  boost::asio::io_context& context_;
  std::vector<std::coroutine_handle<>> waiting_;
  std::vector<std::coroutine_handle<>> running_;
  bool posted_ = false;
};

}  // namespace jg::net
