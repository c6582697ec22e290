// base/hex.h - bytes in hexadecimal digits.
#pragma once

#include <string>
#include <string_view>

namespace jg {

inline constexpr std::string_view kHexDigits = "0123456789abcdef";

inline void append_hex(std::string& out, char byte, std::string_view digits = kHexDigits) {
  const auto bits = static_cast<unsigned char>(byte);
  out += {digits[bits >> 4], digits[bits & 15]};
}

inline void append_hex(std::string& out, std::string_view bytes) {
  for (const char byte : bytes) append_hex(out, byte);
}

// RFC 3986 section 2.1: a percent sign and two digits in upper case.
inline void append_percent(std::string& out, char byte) {
  out += '%';
  append_hex(out, byte, "0123456789ABCDEF");
}

}  // namespace jg
