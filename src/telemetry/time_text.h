// telemetry/time_text.h - a point in time as a line of a log has it, made from the last one's text:
// the calendar changes once in a second at most.
//
// Thread: one.
// Spec:   RFC 3339, UTC, with microseconds: always of the same width.
#pragma once

#include <array>
#include <chrono>
#include <string_view>

#include "base/clock.h"

namespace jg::telemetry {

class TimeText {
 public:
  // Good until the next call. A year is told with its last four digits.
  std::string_view show(SystemTime time);

 private:
  void show_second();

  std::chrono::sys_seconds second_ = std::chrono::sys_seconds::min();  // of text_
  std::array<char, 27> text_{};
};

}  // namespace jg::telemetry
