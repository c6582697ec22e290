// json/text.h - writing JSON: the escaping of strings and the spelling of numbers.
#pragma once

#include <string>
#include <string_view>

namespace jg::json {

// Appends `text` as a JSON string with its quotes. Bytes that are not UTF-8 become U+FFFD.
void append_quoted(std::string& out, std::string_view text);

// The shortest spelling that reads back as the same double; null for what JSON cannot say (NaN,
// infinity).
void append_number(std::string& out, double number);

}  // namespace jg::json
