// net/seat.h - one of a counted number, as long as it lives: of those who wait, say.
//
// Owner:  the frame of the task that is counted. Thread: one loop.
#pragma once

#include <cstddef>

namespace jg::net {

class Seat {
 public:
  explicit Seat(std::size_t& taken) : taken_(taken) { ++taken_; }
  ~Seat() { --taken_; }
  Seat(const Seat&) = delete;
  Seat& operator=(const Seat&) = delete;

 private:
  std::size_t& taken_;
};

}  // namespace jg::net
