// telemetry/access_log.h - one exchange as one line of text or JSON.
//
// Owner:  the caller's buffer; nothing else is allocated, and nothing at all once the buffer has
//         grown.
// Thread: any; no state but the caller's clock.
// Limits: telemetry/escape.h bounds each value.
// Trust:  values are hostile; a line is one line and its fields are its own whatever they hold.
#pragma once

#include <cstdint>
#include <string>

#include "telemetry/record.h"
#include "telemetry/time_text.h"

namespace jg::telemetry {

enum class LogFormat : std::uint8_t { text, json };

// Appends the line and its line end. The time is that of completion; empty fields are left out.
//   text: 2026-11-23T18:04:05.123456Z<TAB>info<TAB>request gateway=default ... duration=12ms
//   JSON: {"level":"info","time":"...","scope":"request","gateway":"default",...,"duration":"12ms"}
void append_line(std::string& out, const Record& record, LogFormat format, TimeText& clock);

}  // namespace jg::telemetry
