#include "mcp/inbox.h"

namespace jg::mcp {
namespace {

// Of memory: small messages are more than their text.
std::size_t size_of(const Message& message) {
  return sizeof(Message) + message.text.size() + message.id.size() + message.method.size();
}

}  // namespace

bool Inbox::put(Message message) {
  const std::size_t size = size_of(message);
  if (is_abandoned() || untaken_.load(std::memory_order_relaxed) + size > kMostBytes) return false;
  untaken_.fetch_add(size, std::memory_order_relaxed);
  loop_.post([self = shared_from_this(), message = std::move(message)]() mutable {
    self->messages_.push_back(std::move(message));
    self->wake();
  });
  return true;
}

void Inbox::close(std::optional<Error> error) {
  loop_.post([self = shared_from_this(), error = std::move(error)]() mutable {
    if (std::exchange(self->closed_, true)) return;
    self->error_ = std::move(error);
    self->wake();
  });
}

std::optional<Message> Inbox::take() {
  if (messages_.empty()) return std::nullopt;
  Message out = std::move(messages_.front());
  messages_.pop_front();
  untaken_.fetch_sub(size_of(out), std::memory_order_relaxed);
  return out;
}

Task<net::Waiter::End> Inbox::wait(net::CancelSlot& cancel, std::chrono::milliseconds limit) {
  if (!messages_.empty() || closed_) co_return net::Waiter::End::woken;
  net::Waiter waiter(loop_);
  waiter_ = &waiter;
  cancel.bind(&waiter);
  const auto end = co_await waiter.wait(limit);
  cancel.bind(nullptr);
  waiter_ = nullptr;
  co_return end;
}

}  // namespace jg::mcp
