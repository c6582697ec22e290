// telemetry/escape.h - text from peers made harmless: one line, UTF-8, nothing a terminal obeys.
//
// Thread: any; no state.
// Limits: kMaxValueBytes of input a value; what is longer is cut and ends in "...".
// Spec:   RFC 8259 section 7 for the escapes of both log formats, RFC 3629 for what is UTF-8.
// Trust:  input is hostile: quotes, line ends, control and direction-changing characters.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace jg::telemetry {

inline constexpr std::size_t kMaxValueBytes = 8192;

// `text` with its quotes, as JSON and quoted logfmt values spell it.
void append_quoted(std::string& out, std::string_view text);

// `text` as it is when no reader of `key=value` could misread it, else as append_quoted.
void append_value(std::string& out, std::string_view text);

// `text` with every byte that append_quoted would write as \u... or as U+FFFD replaced by U+FFFD.
// What comes out comes out unchanged a second time, so two labels that look alike are alike.
void append_printable(std::string& out, std::string_view text);

// At most `limit` bytes of `text`, ending between two characters.
std::string_view clip(std::string_view text, std::size_t limit);

}  // namespace jg::telemetry
