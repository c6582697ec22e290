#include "mcp/multi/junction.h"

namespace jg::mcp {

void Junction::start(std::shared_ptr<Part> part, Task<void> speaker) {
  ++speaking_;
  parts_.push_back(part);
  loop_.spawn(run(shared_from_this(), std::move(part), std::move(speaker)));
}

Task<void> Junction::run(std::shared_ptr<Junction> self, std::shared_ptr<Part> part,
                         Task<void> speaker) {
  co_await std::move(speaker);
  co_await part->settle();
  --self->speaking_;
  self->news_.set();
}

Task<bool> Junction::say(std::string text) {
  if (is_aborted_) co_return false;
  net::Event taken(loop_);
  said_.push_back({std::move(text), taken});
  news_.set();
  co_await taken.wait();
  co_return !is_aborted_;
}

Task<void> Junction::wait(net::CancelSlot& cancel) {
  cancel.bind(this);
  while (said_.empty() && !is_settled()) {
    news_.reset();
    co_await news_.wait();
  }
  cancel.bind(nullptr);
}

std::optional<std::string> Junction::take() {
  if (said_.empty()) return std::nullopt;
  std::string out = std::move(said_.front().text);
  said_.front().taken.set();
  said_.pop_front();
  return out;
}

void Junction::abort() {
  is_aborted_ = true;
  while (take()) {
  }
  for (const auto& weak : parts_)
    if (const auto part = weak.lock()) part->abort();
}

Task<void> Junction::settle() {
  if (!is_settled()) abort();
  co_await run_out();
}

Task<void> Junction::run_out() {
  while (!is_settled()) {
    news_.reset();
    co_await news_.wait();
  }
}

}  // namespace jg::mcp
