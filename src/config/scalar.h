// config/scalar.h - what a plain YAML scalar is: null, boolean, integer, number or string.
//
// Spec: YAML 1.2.2 section 10.3.2 (core schema): `yes` is a string; 0x1f and 0o17 are integers.
#pragma once

#include <cstdint>
#include <string_view>

namespace jg::config {

enum class Kind : std::uint8_t { null, boolean, integer, number, string, list, map };

struct Scalar {
  Kind kind = Kind::null;
  bool boolean = false;
  std::int64_t integer = 0;
  double number = 0;
};

// An integer beyond int64 is a number.
Scalar resolve_plain(std::string_view text);

}  // namespace jg::config
