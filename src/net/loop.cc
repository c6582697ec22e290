#include "net/loop.h"

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include "net/asio_operation.h"

namespace jg::net {
namespace {

detail::Spawned* run_spawned(Task<void> task) { co_await std::move(task); }

}  // namespace

Loop::Loop()
    : context_(std::make_unique<boost::asio::io_context>(1)),
      ready_(*context_),
      deadlines_(*context_),
      poller_(*context_, ready_) {}

// Their streams take leave of the poller, so they go first.
Loop::~Loop() { drop_tasks(); }

void Loop::drop_tasks() {
  while (!spawned_.empty()) spawned_.front().frame().destroy();
}

void Loop::run() {
  const auto guard = boost::asio::make_work_guard(*context_);
  context_->run();
}

void Loop::stop() { context_->stop(); }

void Loop::post(std::move_only_function<void()> work) {
  boost::asio::post(*context_, std::move(work));
}

void Loop::resume_next_turn(std::coroutine_handle<> task) {
  boost::asio::post(*context_, [task] { task.resume(); });
}

void Loop::spawn(Task<void> task) {
  detail::Spawned* const spawned = run_spawned(std::move(task));
  const auto start = [this, spawned] {
    spawned_.push_back(*spawned);
    spawned->frame().resume();
  };
  if (context_->get_executor().running_in_this_thread())
    start();
  else
    boost::asio::post(*context_, start);
}

Task<void> sleep_for(Loop& loop, std::chrono::milliseconds time) {
  boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                    boost::asio::wait_traits<std::chrono::steady_clock>, Executor>
      timer(loop.context().get_executor(), time);
  boost::system::error_code error;
  co_await timer.async_wait(await_into(error));
}

}  // namespace jg::net
