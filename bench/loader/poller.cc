#include "poller.h"

#include <sys/epoll.h>
#include <unistd.h>

#include "socket.h"

namespace jg::bench {

Poller::Poller() : epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
  if (epoll_ < 0) give_up("epoll_create1");
}

Poller::~Poller() { ::close(epoll_); }

void Poller::add(int descriptor, Pollable& who) {
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
  event.data.ptr = &who;
  if (::epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event) != 0) give_up("epoll_ctl");
}

void Poller::step(int milliseconds) {
  epoll_event events[kBatch];
  const int count = ::epoll_wait(epoll_, events, kBatch, milliseconds);
  for (int i = 0; i < count; ++i) static_cast<Pollable*>(events[i].data.ptr)->on_ready();
}

}  // namespace jg::bench
