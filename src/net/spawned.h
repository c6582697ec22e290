// net/spawned.h - the outermost frame of a task that nobody awaits.
//
// Owner: itself, once started; the loop's list when the loop ends first.
#pragma once

#include <boost/intrusive/list_hook.hpp>
#include <coroutine>
#include <exception>

#include "net/task.h"

namespace jg::net::detail {

struct Spawned
    : boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
  static void* operator new(std::size_t size) { return allocate_block(size); }
  static void operator delete(void* frame, std::size_t size) { free_block(frame, size); }

  std::coroutine_handle<Spawned> frame() {
    return std::coroutine_handle<Spawned>::from_promise(*this);
  }
  Spawned* get_return_object() { return this; }
  std::suspend_always initial_suspend() const noexcept { return {}; }
  std::suspend_never final_suspend() const noexcept { return {}; }  // frees the frame
  void return_void() const noexcept {}
  [[noreturn]] void unhandled_exception() const noexcept { std::terminate(); }
};

}  // namespace jg::net::detail

template <class... Arguments>
struct std::coroutine_traits<jg::net::detail::Spawned*, Arguments...> {
  using promise_type = jg::net::detail::Spawned;
};
