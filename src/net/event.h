// net/event.h - something that happens once, and one task that waits for it.
//
// Thread: one loop. Who waits goes on after the current work of the loop, never within set().
#pragma once

#include "net/loop.h"

namespace jg::net {

class Event {
 public:
  explicit Event(Loop& loop) : loop_(loop) {}
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;

  void set() {
    set_ = true;
    if (waiter_) loop_.resume_later(std::exchange(waiter_, nullptr));
  }
  void reset() { set_ = false; }
  bool is_set() const { return set_; }

  Task<void> wait() {
    while (!set_) co_await Suspend{*this};
  }

 private:
  struct Suspend {
    Event& event;
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> waiter) const { event.waiter_ = waiter; }
    void await_resume() const noexcept {}
  };

  Loop& loop_;
  std::coroutine_handle<> waiter_;
  bool set_ = false;
};

}  // namespace jg::net
