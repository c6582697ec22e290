#include "net/ready_queue.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

namespace jg::net {

void ReadyQueue::push(std::coroutine_handle<> task) {
  waiting_.push_back(task);
  if (posted_) return;
  posted_ = true;
  boost::asio::post(context_, [this] {
    posted_ = false;
    run();
  });
}

void ReadyQueue::run() {
  while (!waiting_.empty()) {
    running_.swap(waiting_);
    for (const auto task : running_) task.resume();
    running_.clear();
  }
}

}  // namespace jg::net
