// config/duration.h - lengths of time as Go writes them: 300ms, 5m, 1h30m, 1.5h.
//
// Limits: never negative; what does not fit 64 bits of nanoseconds is refused.
// Spec:   the grammar of Go's time.ParseDuration without a sign.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace jg::config {

struct DurationBounds {
  std::chrono::nanoseconds least;
  std::chrono::nanoseconds most;
  std::chrono::nanoseconds step;  // it must be a multiple of this
};

std::optional<std::chrono::nanoseconds> parse_duration(std::string_view text);
std::string duration_text(std::chrono::nanoseconds duration);

}  // namespace jg::config
