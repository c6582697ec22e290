// net/loop_fake.h - runs one task on a loop to its end, for tests.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdlib>
#include <optional>
#include <utility>

#include "net/loop.h"

namespace jg::net {

template <class T>
Task<void> keep_result(Task<T> task, std::optional<T>& result) {
  result.emplace(co_await std::move(task));
}

inline Task<void> tell_end(Task<void> task, bool& ended) {
  co_await std::move(task);
  ended = true;
}

// Turns the loop until `is_over`; ends the program when that takes absurdly long, so that a test
// that waits for nothing fails at once.
template <class IsOver>
void turn_until(Loop& loop, IsOver is_over) {
  constexpr std::chrono::seconds kAbsurd{20};
  loop.context().restart();
  while (!is_over()) {
    if (loop.context().run_one_for(kAbsurd) == 0) std::abort();
  }
}

template <class T>
T run(Loop& loop, Task<T> task) {
  std::optional<T> result;
  loop.spawn(keep_result(std::move(task), result));
  turn_until(loop, [&] { return result.has_value(); });
  return std::move(*result);
}

inline void run(Loop& loop, Task<void> task) {
  bool ended = false;
  loop.spawn(tell_end(std::move(task), ended));
  turn_until(loop, [&] { return ended; });
}

}  // namespace jg::net
