// net/ready_queue.h - tasks that may go on, in the order in which they were told so.
//
// Who wakes a task is in the middle of its own work, so the task goes on when that is done: behind
// the poller's batch, or in a turn of the context's.
//
// Owner: the loop. Thread: its own.
#pragma once

#include <coroutine>
#include <vector>

#include "net/asio_fwd.h"

namespace jg::net {

class ReadyQueue {
 public:
  explicit ReadyQueue(boost::asio::io_context& context) : context_(context) {}

  void push(std::coroutine_handle<> task);
  void run();  // those that are added meanwhile too

 private:
  boost::asio::io_context& context_;
  std::vector<std::coroutine_handle<>> waiting_;
  std::vector<std::coroutine_handle<>> running_;
  bool posted_ = false;
};

}  // namespace jg::net
