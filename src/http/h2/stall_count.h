// http/h2/stall_count.h - how long something that should move has stood still, told by looking at
// it now and then: no clock is asked and no timer set where it moves.
//
// Thread: one loop.
#pragma once

#include <chrono>

namespace jg::http::h2 {

class StallCount {
 public:
  void moved() { looks_ = 0; }
  // To be called every `interval`; true once `limit` has passed for sure since it moved or began
  // to wait. A limit of zero is none.
  bool has_stalled(bool waits, std::chrono::milliseconds interval,
                   std::chrono::milliseconds limit) {
    looks_ = waits ? looks_ + 1 : 0;
    return limit.count() > 0 && (looks_ - 1) * interval >= limit && looks_ > 0;
  }

 private:
  int looks_ = 0;
};

}  // namespace jg::http::h2
