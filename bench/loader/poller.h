// bench/loader/poller.h - epoll, edge-triggered: tells who can go on.
//
// Owner:  main. Thread: one.
// Limits: kBatch events at a time.
#pragma once

namespace jg::bench {

class Pollable {
 public:
  virtual ~Pollable() = default;
  // Something may be read or written, or the peer is gone. May close its own descriptor and end
  // itself, but nobody else.
  virtual void on_ready() = 0;
};

class Poller {
 public:
  Poller();
  ~Poller();
  Poller(const Poller&) = delete;
  Poller& operator=(const Poller&) = delete;

  // Until `descriptor` is closed.
  void add(int descriptor, Pollable& who);
  // Waits for events and tells them.
  void step(int milliseconds);

 private:
  static constexpr int kBatch = 128;
  int epoll_;
};

}  // namespace jg::bench
