// base/clock_fake.h - a clock that a test moves by hand.
#pragma once

#include "base/clock.h"

namespace jg {

class FakeClock final : public Clock {
 public:
  explicit FakeClock(std::chrono::sys_seconds start) : now_(start) {}
  SystemTime now() const override { return now_; }
  SteadyTime steady() const override { return steady_; }
  void advance(std::chrono::nanoseconds by) {
    now_ += std::chrono::duration_cast<SystemTime::duration>(by);
    steady_ += std::chrono::duration_cast<SteadyTime::duration>(by);
  }

 private:
  SystemTime now_;
  SteadyTime steady_{};
};

}  // namespace jg
