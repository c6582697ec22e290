// mcp/stdio/error_log.h - what a server writes to its standard error, in the operator's log.
//
// Owner:  its server. Thread: one loop.
// Limits: kMostLine bytes of a line; kMostLines of them in a second, the rest is only counted.
// Trust:  hostile to terminals and readers of logs: each line is quoted.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "mcp/stdio/lines.h"

namespace jg::mcp {

class ErrorLog {
 public:
  static constexpr std::size_t kMostLine = 2048;
  static constexpr unsigned kMostLines = 50;

  // `who` begins each line: "mcp server target=time pid=7".
  ErrorLog(const Clock& clock, std::string who) : clock_(clock), who_(std::move(who)) {}

  void take(std::string_view bytes);

 private:
  void write(const Lines::Line& line);

  const Clock& clock_;
  const std::string who_;
  Lines lines_{kMostLine};
  SteadyTime second_{};     // when the current one began
  unsigned in_second_ = 0;  // lines
  unsigned left_out_ = 0;
};

}  // namespace jg::mcp
