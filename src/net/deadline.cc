#include "net/deadline.h"

#include <boost/asio/steady_timer.hpp>

#include "base/coarse_clock.h"

namespace jg::net {
namespace {

constexpr std::chrono::milliseconds kTick{250};

}  // namespace

struct DeadlineList::Timer {
  explicit Timer(boost::asio::io_context& context) : ticks(context) {}
  boost::asio::steady_timer ticks;
};

DeadlineList::DeadlineList(boost::asio::io_context& context)
    : timer_(std::make_unique<Timer>(context)) {}
// Those that are set may outlive the loop.
DeadlineList::~DeadlineList() { list_.clear(); }

void Deadline::set(DeadlineList& list, std::chrono::milliseconds from_now) {
  unlink_if_set();
  if (from_now.count() == 0) return;
  at_ = coarse_now() + kCoarseLag + from_now;
  list.list_.push_back(*this);
  list.arm();
}

void DeadlineList::arm() {
  if (armed_) return;
  armed_ = true;
  timer_->ticks.expires_after(kTick);
  timer_->ticks.async_wait([this](const boost::system::error_code& error) {
    armed_ = false;
    if (!error) tick();
  });
}

void DeadlineList::tick() {
  const auto now = coarse_now();
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
