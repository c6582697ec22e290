// base/log.h - the operator's log: start-up, faults, warnings. Not the access log.
//
// Thread: any. Lines go to standard error.
// Trust:  callers pass names and reasons, never tokens, keys or claims.
#pragma once

#include <cstdint>
#include <string_view>

namespace jg::log {

enum class Level : std::uint8_t { debug, info, warn, error, off };

void set_level(Level level);
Level level();
void debug(std::string_view line);
void info(std::string_view line);
void warn(std::string_view line);
void error(std::string_view line);

}  // namespace jg::log
