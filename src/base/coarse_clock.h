// base/coarse_clock.h - the steady clock as it stood at the kernel's last tick.
//
// For limits of seconds that are set and looked at several times a request: it costs a seventh of
// the exact time, which belongs to what is reported.
//
// Thread: any.
// Limits: behind the steady clock by kCoarseLag at most (100 ticks a second), while the machine
//         itself is not held up.
#pragma once

#include "base/clock.h"

namespace jg {

constexpr std::chrono::milliseconds kCoarseLag{10};

SteadyTime coarse_now();

}  // namespace jg
