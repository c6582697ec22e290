// mcp/inbox.h - messages of a server on their way to one exchange of a worker.
//
// Owner:  shared by the exchange, which takes, and by whoever brings messages.
// Thread: put() and close() from the hub's; all else on the worker's loop, where they arrive by
//         message. Two atomic members are all that both sides touch.
// Limits: kMostBytes that nobody has taken yet; then it is full, and what was for it is lost.
#pragma once

#include <atomic>
#include <chrono>
#include <deque>
#include <memory>
#include <optional>

#include "base/error.h"
#include "mcp/message.h"
#include "net/cancel.h"
#include "net/waiter.h"

namespace jg::mcp {

class Inbox final : public std::enable_shared_from_this<Inbox> {
 public:
  static constexpr std::size_t kMostBytes = 16 * 1024 * 1024;

  explicit Inbox(net::Loop& of_worker) : loop_(of_worker) {}

  // False when it is full or nobody takes any more.
  bool put(Message message);
  // Nothing comes behind this; the first time counts.
  void close(std::optional<Error> error = std::nullopt);
  bool is_abandoned() const { return abandoned_.load(std::memory_order_relaxed); }

  std::optional<Message> take();
  bool is_closed() const { return closed_ && messages_.empty(); }
  const std::optional<Error>& error() const { return error_; }
  // Until there is something to take or it is closed, at most `limit` (zero: no limit).
  Task<net::Waiter::End> wait(net::CancelSlot& cancel, std::chrono::milliseconds limit);
  // Nobody takes any more.
  void abandon() { abandoned_.store(true, std::memory_order_relaxed); }

 private:
  void wake() {
    if (waiter_ != nullptr) waiter_->wake();
  }

  net::Loop& loop_;
  std::atomic<std::size_t> untaken_{0};  // bytes, those on their way included
  std::atomic<bool> abandoned_{false};
  std::deque<Message> messages_;
  bool closed_ = false;
  std::optional<Error> error_;
  net::Waiter* waiter_ = nullptr;
};

}  // namespace jg::mcp
