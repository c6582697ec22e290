// app/spell.h - a spell of trouble that repeats itself: worth one line in the log, not a line each.
//
// Thread: its owner's.
#pragma once

#include <chrono>
#include <optional>

namespace jg::app {

class Spell {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // Trouble, once more. True when it is the first of its spell: there was none for `kQuiet`.
  bool begins(Time now) {
    const bool first = !last_ || now - *last_ >= kQuiet;
    last_ = now;
    return first;
  }

  static constexpr std::chrono::seconds kQuiet{60};

 private:
  std::optional<Time> last_;
};

}  // namespace jg::app
