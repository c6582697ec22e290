// base/clock.h - the time, as an argument: nothing asks the machine for it behind a test's back.
//
// Thread: any.
#pragma once

#include <chrono>

namespace jg {

using SystemTime = std::chrono::system_clock::time_point;
using SteadyTime = std::chrono::steady_clock::time_point;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual SystemTime now() const = 0;     // wall clock: token times, log lines
  virtual SteadyTime steady() const = 0;  // durations and deadlines
};

class RealClock final : public Clock {
 public:
  SystemTime now() const override { return std::chrono::system_clock::now(); }
  SteadyTime steady() const override { return std::chrono::steady_clock::now(); }
};

}  // namespace jg
