// base/silence.h - keeps a warning that anybody can cause, again and again, from filling the log.
//
// Thread: one.
#pragma once

#include <chrono>

#include "base/clock.h"

namespace jg {

class Silence {
 public:
  static constexpr std::chrono::seconds kUsual{60};

  // At the first time, and again when a while has passed since it was last true.
  bool may_speak(SteadyTime now) {
    if (now < until_) return false;
    until_ = now + kUsual;
    return true;
  }
  void end() { until_ = SteadyTime::min(); }  // the next time is a first one

 private:
  SteadyTime until_ = SteadyTime::min();
};

}  // namespace jg
