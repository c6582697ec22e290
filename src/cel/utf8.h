// cel/utf8.h - text as code points: what size(), charAt() and substring() count.
//
// Trust: bytes may be anything; a byte that is not UTF-8 counts as one code point of its own.
// Spec:  RFC 3629.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace jg::cel::utf8 {

bool is_valid(std::string_view text);
void append(std::string& out, char32_t code_point);  // code_point is a scalar value
constexpr bool is_scalar(char32_t c) { return c < 0xd800 || (c > 0xdfff && c <= 0x10ffff); }

std::size_t length(std::string_view text);  // in code points
// Bytes taken by the code point at the front of non-empty text.
std::size_t width(std::string_view text);
// Byte offset of a code point; text.size() for index == length, npos beyond.
std::size_t offset_of(std::string_view text, std::size_t index);

}  // namespace jg::cel::utf8
