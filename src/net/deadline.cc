#include "net/deadline.h"

namespace jg::net {
namespace {

constexpr std::chrono::milliseconds kTick{250};

}  // namespace

void Deadline::set(DeadlineList& list, std::chrono::milliseconds from_now) {
  unlink_if_set();
  if (from_now.count() == 0) return;
  at_ = std::chrono::steady_clock::now() + from_now;
  list.list_.push_back(*this);
  list.arm();
}

void DeadlineList::arm() {
  if (armed_) return;
  armed_ = true;
  timer_.expires_after(kTick);
  timer_.async_wait([this](const boost::system::error_code& error) {
    armed_ = false;
    if (!error) tick();
  });
}

void DeadlineList::tick() {
  const auto now = std::chrono::steady_clock::now();
  // on_expired may set or destroy deadlines: move what is due out first.
  List due;
  for (auto it = list_.begin(); it != list_.end();) {
    Deadline& deadline = *it++;
    if (deadline.at_ > now) continue;
    deadline.unlink();
    due.push_back(deadline);
  }
  while (!due.empty()) {
    Deadline& deadline = due.front();
    due.pop_front();
    deadline.on_expired();
  }
  if (!list_.empty()) arm();
}

}  // namespace jg::net
