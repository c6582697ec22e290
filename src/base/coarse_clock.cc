#include "base/coarse_clock.h"

#include <time.h>

namespace jg {

// std::chrono::steady_clock is CLOCK_MONOTONIC, so that the two can be compared.
SteadyTime coarse_now() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
  return SteadyTime(std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec));
}

}  // namespace jg
