// app/cli/token_text.h - JSON and moments as a person reads them.
#pragma once

#include <chrono>
#include <string>

#include "base/clock.h"
#include "json/value.h"

namespace jg::app::cli {

// U+0080 to U+009F become `?`: some terminals obey them, and JSON lets them through as they are.
void replace_c1_controls(std::string& text);

// Indented by two, one member or element a line; without control characters.
std::string pretty(json::Value value);

// "2030-03-24 12:11:34 UTC".
std::string moment_text(std::chrono::sys_seconds moment);

// "2030-03-24 12:11:34 UTC (in 3 years)"; any number of seconds since 1970 is good.
std::string date_text(double seconds, SystemTime now);

// "2 hours", "3 days"; never negative.
std::string length_text(double seconds);

}  // namespace jg::app::cli
