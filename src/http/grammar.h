// http/grammar.h - whether a whole text is what one place of a message holds.
//
// Spec: RFC 9110 sections 5.5 and 5.6.2, RFC 9112 section 3.2.
// Trust: any text; what is refused could end its place or be read otherwise than it is meant.
#pragma once

#include <algorithm>
#include <string_view>

#include "http/h1/scan.h"

namespace jg::http {

// A method, a field's name, a protocol.
inline bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, h1::scan::is_token);
}

// A field's name as it is kept: in lower case (RFC 9113 section 8.2.1).
inline bool is_lower_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return h1::scan::is_token(c) && h1::scan::lower_token(c) == c;
  });
}

// A field's value, with what may be blank around it.
inline bool is_value(std::string_view text) {
  const char* const end = text.data() + text.size();
  return h1::scan::find_value_end(text.data(), end) == end;
}

// A path with or without query, or the asterisk of OPTIONS.
inline bool is_target(std::string_view text) {
  const char* const end = text.data() + text.size();
  return (text.starts_with('/') || text == "*") &&
         h1::scan::find_target_end(text.data(), end) == end;
}

}  // namespace jg::http
