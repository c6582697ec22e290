// cel/time.h - timestamps and durations: their text, their arithmetic, their parts on a calendar.
//
// Errors: nullopt for text that is none, or a result out of range.
// Limits: timestamps from year 1 to 9999; durations are int64 nanoseconds (some 292 years).
// Spec:   RFC 3339; cel-spec, "Timezones" and the time functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cel/value.h"

namespace jg::cel::time {

inline constexpr std::int64_t kFirstSecond = -62'135'596'800;  // 0001-01-01T00:00:00Z
inline constexpr std::int64_t kLastSecond = 253'402'300'799;   // 9999-12-31T23:59:59Z
inline constexpr std::int64_t kNanosPerSecond = 1'000'000'000;

bool is_in_range(Timestamp t);

enum class Towards : bool { earlier, later };
std::optional<Timestamp> shift(Timestamp t, std::int64_t nanos, Towards towards);
std::optional<std::int64_t> difference(Timestamp a, Timestamp b);  // a - b

std::optional<Timestamp> parse_timestamp(std::string_view text);
std::string format_timestamp(Timestamp t);  // in UTC, with as many decimals as it has

std::optional<std::int64_t> parse_duration(std::string_view text);  // "1h30m", "-1.5s", "10ms"
std::string format_duration(std::int64_t nanos);                    // seconds: "5400s", "-1.5s"

// "+05:30", "-02:30", "05:30", "UTC", "Z": seconds east of UTC.
std::optional<std::int64_t> parse_offset(std::string_view text);

struct Civil {
  std::int64_t year = 0;
  unsigned month = 0;        // 1..12
  unsigned day = 0;          // 1..31
  unsigned day_of_week = 0;  // 0 is Sunday
  unsigned day_of_year = 0;  // 0 is 1 January
  unsigned hours = 0;
  unsigned minutes = 0;
  unsigned seconds = 0;
};
Civil civil_of(std::int64_t seconds);  // since 1970, in the local time asked for

}  // namespace jg::cel::time
