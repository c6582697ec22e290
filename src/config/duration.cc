#include "config/duration.h"

#include <array>
#include <cstdint>
#include <limits>

#include "base/ascii.h"

namespace jg::config {
namespace {

using Nanoseconds = std::int64_t;
constexpr Nanoseconds kMost = std::numeric_limits<Nanoseconds>::max();

struct Unit {
  std::string_view name;
  Nanoseconds length;
};

// The longer names first, so `ms` is not read as `m`.
constexpr std::array<Unit, 8> kUnits = {{{"ns", 1},
                                         {"us", 1'000},
                                         {"\xc2\xb5s", 1'000},
                                         {"\xce\xbcs", 1'000},
                                         {"ms", 1'000'000},
                                         {"s", 1'000'000'000},
                                         {"m", 60'000'000'000},
                                         {"h", 3'600'000'000'000}}};

const Unit* take_unit(std::string_view& text) {
  for (const Unit& unit : kUnits) {
    if (!text.starts_with(unit.name)) continue;
    text.remove_prefix(unit.name.size());
    return &unit;
  }
  return nullptr;
}

std::string_view take_digits(std::string_view& text) {
  std::size_t n = 0;
  while (n < text.size() && ascii::is_digit(text[n])) ++n;
  const std::string_view digits = text.substr(0, n);
  text.remove_prefix(n);
  return digits;
}

std::optional<Nanoseconds> multiply_whole(std::string_view digits, Nanoseconds unit) {
  Nanoseconds value = 0;
  for (const char c : digits) {
    if (value > (kMost - (c - '0')) / 10) return std::nullopt;
    value = value * 10 + (c - '0');
  }
  if (value > kMost / unit) return std::nullopt;
  return value * unit;
}

// Digits behind the point, to the nanosecond; what is finer is dropped.
Nanoseconds multiply_fraction(std::string_view digits, Nanoseconds unit) {
  Nanoseconds value = 0;
  Nanoseconds scale = 1;
  for (const char c : digits.substr(0, 9)) {
    value = value * 10 + (c - '0');
    scale *= 10;
  }
  __extension__ using Wide = __int128;
  return static_cast<Nanoseconds>(static_cast<Wide>(value) * unit / scale);
}

}  // namespace

std::optional<std::chrono::nanoseconds> parse_duration(std::string_view text) {
  if (text == "0") return std::chrono::nanoseconds(0);
  if (text.empty()) return std::nullopt;
  Nanoseconds total = 0;
  while (!text.empty()) {
    const std::string_view whole = take_digits(text);
    std::string_view fraction;
    if (text.starts_with('.')) {
      text.remove_prefix(1);
      fraction = take_digits(text);
    }
    const Unit* unit = take_unit(text);
    if (unit == nullptr || whole.size() + fraction.size() == 0) return std::nullopt;
    const auto value = multiply_whole(whole, unit->length);
    if (!value) return std::nullopt;
    const Nanoseconds part = multiply_fraction(fraction, unit->length);
    if (*value > kMost - part || total > kMost - part - *value) return std::nullopt;
    total += *value + part;
  }
  return std::chrono::nanoseconds(total);
}

std::string duration_text(std::chrono::nanoseconds duration) {
  Nanoseconds left = duration.count();
  if (left == 0) return "0s";
  constexpr std::array<Unit, 6> kShown = {{{"h", 3'600'000'000'000},
                                           {"m", 60'000'000'000},
                                           {"s", 1'000'000'000},
                                           {"ms", 1'000'000},
                                           {"us", 1'000},
                                           {"ns", 1}}};
  std::string out;
  for (const Unit& unit : kShown) {
    if (left < unit.length) continue;
    out += std::to_string(left / unit.length) + std::string(unit.name);
    left %= unit.length;
  }
  return out;
}

}  // namespace jg::config
