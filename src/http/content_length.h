// http/content_length.h - reads the value of a Content-Length field.
//
// Spec:  RFC 9110 section 8.6: digits, nothing else.
// Trust: hostile: no list, no sign, no white space; a number over 63 bits is a mistake or an attack.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace jg::http {

std::optional<std::uint64_t> parse_content_length(std::string_view text);

}  // namespace jg::http
