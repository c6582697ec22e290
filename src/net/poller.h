// net/poller.h - tells sockets when they may be read or written again.
//
// Sockets are registered once, edge-triggered, in an epoll set of their own, which the loop's
// context watches: waiting for a socket is then a note in memory, where Asio's reactor tries a
// receive first, in vain, each time (docs/decisions/0006).
//
// Owner:  the loop. Thread: its own.
// Limits: kBatch events a system call; after kRounds full batches the context has its turn.
#pragma once

#include <sys/epoll.h>

#include <array>
#include <cstdint>
#include <memory>

#include "net/asio_fwd.h"
#include "net/ready_queue.h"

namespace jg::net {

// Told of what epoll says. Registered from Poller::add to Poller::remove.
class PollTarget {
 public:
  virtual void on_poll(std::uint32_t events) = 0;  // may destroy any target, this one included

 protected:
  ~PollTarget() = default;
};

class Poller {
 public:
  Poller(boost::asio::io_context& context, ReadyQueue& ready);
  ~Poller();
  Poller(const Poller&) = delete;
  Poller& operator=(const Poller&) = delete;

  bool add(int descriptor, PollTarget& target);
  // To be called before the descriptor is closed (closing takes it out of the set): what this batch
  // still has to say of the target is dropped.
  void remove(PollTarget& target);

  // Whether sockets that are ready are still to be told so, before the ready queue has its turn.
  bool is_in_batch() const { return next_ < end_; }

 private:
  static constexpr int kBatch = 128;
  struct Epoll;
  void wait();
  void dispatch();

  ReadyQueue& ready_;
  std::unique_ptr<Epoll> epoll_;
  std::array<epoll_event, kBatch> batch_;
  int next_ = 0;  // batch_[next_..end_) is still to be told
  int end_ = 0;
};

}  // namespace jg::net
