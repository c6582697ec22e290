#include "mcp/stdio/error_log.h"

#include "base/log.h"
#include "telemetry/escape.h"

namespace jg::mcp {

void ErrorLog::take(std::string_view bytes) {
  while (const auto line = lines_.next(bytes)) write(*line);
}

void ErrorLog::write(const Lines::Line& line) {
  const SteadyTime now = clock_.steady();
  if (now - second_ >= std::chrono::seconds(1)) {
    if (left_out_ > 0)
      log::warn(who_ + " says more than is logged, lines left out: " + std::to_string(left_out_));
    second_ = now;
    in_second_ = left_out_ = 0;
  }
  if (in_second_ == kMostLines) {
    ++left_out_;
    return;
  }
  ++in_second_;
  std::string out = who_ + " says ";
  telemetry::append_quoted(out, line.is_too_long ? "(a line that is too long)" : line.text);
  log::info(out);
}

}  // namespace jg::mcp
