#include "net/loop.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>

namespace jg::net {

Loop::Loop() : context_(1), deadlines_(context_) {}

void Loop::run() {
  const auto guard = boost::asio::make_work_guard(context_);
  context_.run();
}

Task<void> sleep_for(std::chrono::milliseconds time) {
  boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                    boost::asio::wait_traits<std::chrono::steady_clock>, Executor>
      timer(co_await boost::asio::this_coro::executor, time);
  boost::system::error_code error;
  co_await timer.async_wait(boost::asio::redirect_error(use_task, error));
}

}  // namespace jg::net
