// net/asio_operation.h - lets a Task await one of Asio's operations: the completion token await_into.
//
//   boost::system::error_code error;
//   co_await timer.async_wait(await_into(error));
//
// Thread: the loop's.
// Errors: the operation's error_code goes where the token says; nothing is thrown.
#pragma once

#include <boost/asio/async_result.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/system/error_code.hpp>
#include <coroutine>
#include <optional>
#include <tuple>
#include <utility>

namespace jg {

using Executor = boost::asio::io_context::executor_type;

struct AwaitInto {
  boost::system::error_code* error;
};
inline AwaitInto await_into(boost::system::error_code& error) { return {&error}; }

namespace net::detail {

// Begins the operation when it is awaited; it lives in the awaiting frame until it is through.
template <class Initiation, class Arguments, class... Results>
class AsioOperation {
 public:
  AsioOperation(AwaitInto token, Initiation initiation, Arguments arguments)
      : token_(token), initiation_(std::move(initiation)), arguments_(std::move(arguments)) {}

  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> awaiter) {
    awaiter_ = awaiter;
    std::apply(
        [&](auto&&... arguments) {
          std::move(initiation_)(Completion{this}, std::forward<decltype(arguments)>(arguments)...);
        },
        std::move(arguments_));
  }
  auto await_resume() {
    if constexpr (sizeof...(Results) == 1) return std::get<0>(std::move(*results_));
  }

 private:
  struct Completion {
    AsioOperation* operation;
    void operator()(const boost::system::error_code& error, Results... results) const {
      *operation->token_.error = error;
      operation->results_.emplace(std::move(results)...);
      operation->awaiter_.resume();
    }
  };

  AwaitInto token_;
  Initiation initiation_;
  Arguments arguments_;
  std::optional<std::tuple<Results...>> results_;
  std::coroutine_handle<> awaiter_;
};

}  // namespace net::detail
}  // namespace jg

template <class... Results>
class boost::asio::async_result<jg::AwaitInto, void(boost::system::error_code, Results...)> {
 public:
  template <class Initiation, class... Arguments>
  static auto initiate(Initiation initiation, jg::AwaitInto token, Arguments... arguments) {
    return jg::net::detail::AsioOperation<Initiation, std::tuple<Arguments...>, Results...>(
        token, std::move(initiation), std::tuple<Arguments...>(std::move(arguments)...));
  }
};
