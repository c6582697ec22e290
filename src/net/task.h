// net/task.h - the coroutine type of everything that waits.
//
// A Task begins when it is awaited and runs on the awaiter's stack until it first has to wait; one
// that never has to costs its frame and nothing else. Frames come from base/block_cache.h.
//
// Owner:  who awaits a Task owns it; net::Loop owns those that were spawned.
// Thread: a Task runs on the loop it was started on, from its first line to its last.
// Errors: Tasks return Result<T>; an exception that leaves one ends the program.
// Limits: a chain of awaiting Tasks uses the native stack, so recursion by Tasks must be bounded.
#pragma once

#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

#include "base/block_cache.h"

namespace jg {

template <class T>
class Task;

namespace net::detail {

struct PromiseBase {
  static void* operator new(std::size_t size) { return allocate_block(size); }
  static void operator delete(void* frame, std::size_t size) { free_block(frame, size); }

  // Whoever waits goes on when the Task is through. Nobody does yet when it ran to its end at once.
  struct Finish {
    bool await_ready() const noexcept { return false; }
    template <class Promise>
    void await_suspend(std::coroutine_handle<Promise> done) const noexcept {
      // The awaiter may destroy this frame: nothing of it is touched behind resume().
      if (const auto waiting = done.promise().awaiter) waiting.resume();
    }
    void await_resume() const noexcept {}
  };

  std::suspend_always initial_suspend() const noexcept { return {}; }
  Finish final_suspend() const noexcept { return {}; }
  [[noreturn]] void unhandled_exception() const noexcept { std::terminate(); }

  std::coroutine_handle<> awaiter;
};

template <class T>
struct Promise : PromiseBase {
  Task<T> get_return_object();
  template <class Value>
  void return_value(Value&& value) {
    result.emplace(std::forward<Value>(value));
  }
  T take() { return std::move(*result); }
  std::optional<T> result;
};

template <>
struct Promise<void> : PromiseBase {
  Task<void> get_return_object();
  void return_void() const noexcept {}
  void take() const noexcept {}
};

}  // namespace net::detail

template <class T>
class [[nodiscard]] Task {
 public:
  using promise_type = net::detail::Promise<T>;

  Task(Task&& other) noexcept : frame_(std::exchange(other.frame_, nullptr)) {}
  Task& operator=(Task&& other) noexcept {
    std::swap(frame_, other.frame_);
    return *this;
  }
  ~Task() {
    if (frame_) frame_.destroy();
  }

  struct Awaiter {
    std::coroutine_handle<promise_type> frame;
    // Runs the Task here; only when it has to wait is the awaiter suspended.
    bool await_ready() const {
      frame.resume();
      return frame.done();
    }
    void await_suspend(std::coroutine_handle<> awaiter) const { frame.promise().awaiter = awaiter; }
    T await_resume() const { return frame.promise().take(); }
  };
  Awaiter operator co_await() && noexcept { return {frame_}; }

 private:
  friend promise_type;
  explicit Task(std::coroutine_handle<promise_type> frame) : frame_(frame) {}

  std::coroutine_handle<promise_type> frame_;
};

template <class T>
Task<T> net::detail::Promise<T>::get_return_object() {
  return Task<T>(std::coroutine_handle<Promise<T>>::from_promise(*this));
}
inline Task<void> net::detail::Promise<void>::get_return_object() {
  return Task<void>(std::coroutine_handle<Promise<void>>::from_promise(*this));
}

}  // namespace jg
