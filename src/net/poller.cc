#include "net/poller.h"

#include <boost/asio/posix/stream_descriptor.hpp>

#include "net/asio_operation.h"

namespace jg::net {
namespace {

constexpr int kRounds = 16;
// With fewer events than this there is little to gain from asking again at once.
constexpr int kBusy = 4;

}  // namespace

// The set itself can be watched: it is readable while it has something to tell.
struct Poller::Epoll {
  explicit Epoll(boost::asio::io_context& context)
      : set(context.get_executor(), ::epoll_create1(EPOLL_CLOEXEC)) {}
  int descriptor() { return set.native_handle(); }
  boost::asio::posix::basic_stream_descriptor<Executor> set;
};

Poller::Poller(boost::asio::io_context& context, ReadyQueue& ready)
    : ready_(ready), epoll_(std::make_unique<Epoll>(context)) {
  wait();
}
Poller::~Poller() = default;

bool Poller::add(int descriptor, PollTarget& target) {
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
  event.data.ptr = &target;
  return ::epoll_ctl(epoll_->descriptor(), EPOLL_CTL_ADD, descriptor, &event) == 0;
}

void Poller::remove(PollTarget& target) {
  for (int i = next_; i < end_; ++i) {
    if (batch_[static_cast<std::size_t>(i)].data.ptr == &target)
      batch_[static_cast<std::size_t>(i)].data.ptr = nullptr;
  }
}

void Poller::wait() {
  epoll_->set.async_wait(epoll_->set.wait_read, [this](const boost::system::error_code& error) {
    if (error) return;
    dispatch();
    wait();
  });
}

void Poller::dispatch() {
  const ReadyQueue::RunsSoon runs_soon(ready_);
  for (int round = 0; round < kRounds; ++round) {
    end_ = ::epoll_wait(epoll_->descriptor(), batch_.data(), kBatch, 0);
    for (next_ = 0; next_ < end_;) {
      const epoll_event event = batch_[static_cast<std::size_t>(next_++)];
      if (event.data.ptr != nullptr)
        static_cast<PollTarget*>(event.data.ptr)->on_poll(event.events);
    }
    ready_.run();
    if (end_ < kBusy) break;
  }
  next_ = end_ = 0;
}

}  // namespace jg::net
