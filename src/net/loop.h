// net/loop.h - one thread's event loop, with its clock and its deadlines.
//
// Owner:  the application, one for each worker and one for control.
// Thread: run() on one thread; post() from any; all else from the loop's own, or before it runs.
#pragma once

#include <boost/intrusive/list.hpp>
#include <chrono>
#include <functional>
#include <memory>

#include "base/clock.h"
#include "net/deadline.h"
#include "net/poller.h"
#include "net/ready_queue.h"
#include "net/spawned.h"
#include "net/task.h"

namespace jg::net {

class Loop {
 public:
  Loop();
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  void run();
  void stop();  // from any thread
  // Ends the tasks that are left of a loop that does not run any more: what they work with may go
  // behind this, although the loop stays.
  void drop_tasks();

  // Starts a task that answers for its own errors; it lives until it ends, or as long as the loop.
  // It begins at once on the loop's own thread, otherwise when the loop has its next turn.
  void spawn(Task<void> task);
  void post(std::move_only_function<void()> work);
  // Goes on with a task that waits, once the work at hand is done.
  void resume_later(std::coroutine_handle<> task) { ready_.push(task); }
  // The same, once sockets and timers have been looked at.
  void resume_next_turn(std::coroutine_handle<> task);

  // Waits until the other sockets that are ready have been read; not at all when there are none. For
  // who is about to write: writes that follow each other find the peer awake, where each for itself
  // may have to wake it, which costs as much as the write (docs/decisions/0018).
  class BatchEnd {
   public:
    explicit BatchEnd(Loop& loop) : loop_(loop) {}
    bool await_ready() const { return !loop_.is_in_batch(); }
    void await_suspend(std::coroutine_handle<> waiter) const { loop_.resume_later(waiter); }
    void await_resume() const {}

   private:
    Loop& loop_;
  };
  BatchEnd batch_end() { return BatchEnd(*this); }
  bool is_in_batch() const { return poller_.is_in_batch(); }

  boost::asio::io_context& context() { return *context_; }
  DeadlineList& deadlines() { return deadlines_; }
  Poller& poller() { return poller_; }

 private:
  std::unique_ptr<boost::asio::io_context> context_;
  ReadyQueue ready_;
  DeadlineList deadlines_;
  Poller poller_;
  boost::intrusive::list<detail::Spawned, boost::intrusive::constant_time_size<false>> spawned_;
};

Task<void> sleep_for(Loop& loop, std::chrono::milliseconds time);

}  // namespace jg::net
