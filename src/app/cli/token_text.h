// app/cli/token_text.h - JSON and moments as a person reads them.
#pragma once

#include <string>

#include "base/clock.h"
#include "json/value.h"

namespace jg::app::cli {

// Indented by two, one member or element a line; without control characters.
std::string pretty(json::Value value);

// "2030-03-24 12:11:34 UTC (in 3 years)"; any number of seconds since 1970 is good.
std::string date_text(double seconds, SystemTime now);

// "2 hours", "3 days"; never negative.
std::string length_text(double seconds);

}  // namespace jg::app::cli
