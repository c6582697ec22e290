// net/task.h - the coroutine type of everything that waits: Asio's, on one loop's own executor.
//
// Thread: a Task runs on the loop it was started on, from its first line to its last.
// Errors: Tasks return Result<T>; no exception leaves one.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace jg {

using Executor = boost::asio::io_context::executor_type;

template <class T>
using Task = boost::asio::awaitable<T, Executor>;

inline constexpr boost::asio::use_awaitable_t<Executor> use_task{};

}  // namespace jg
