#include "config/scalar.h"

#include <array>
#include <charconv>
#include <limits>
#include <optional>

#include "base/ascii.h"

namespace jg::config {
namespace {

// The core schema knows three spellings of a word: true, True, TRUE.
bool is_word(std::string_view text, std::string_view lower) {
  if (!ascii::iequals(text, lower)) return false;
  if (text == lower) return true;
  if (text.front() == lower.front()) return false;
  const bool rest_is_lower = text.substr(1) == lower.substr(1);
  bool rest_is_upper = true;
  for (const char c : text.substr(1)) rest_is_upper = rest_is_upper && c == ascii::to_upper(c);
  return rest_is_lower || rest_is_upper;
}

std::string_view without_sign(std::string_view text) {
  if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
  return text;
}

std::size_t count_digits(std::string_view text) {
  std::size_t n = 0;
  while (n < text.size() && ascii::is_digit(text[n])) ++n;
  return n;
}

std::optional<std::int64_t> parse_based(std::string_view digits, int base) {
  std::int64_t value = 0;
  if (digits.empty() || digits.front() == '-') return std::nullopt;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  if (text.starts_with("0x")) return parse_based(text.substr(2), 16);
  if (text.starts_with("0o")) return parse_based(text.substr(2), 8);
  const std::string_view digits = without_sign(text);
  if (digits.empty() || count_digits(digits) != digits.size()) return std::nullopt;
  if (text.front() == '+') text.remove_prefix(1);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{}) return std::nullopt;
  return value;
}

bool has_number_form(std::string_view text) {
  text = without_sign(text);
  const std::size_t whole = count_digits(text);
  text.remove_prefix(whole);
  std::size_t fraction = 0;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    fraction = count_digits(text);
    text.remove_prefix(fraction);
  }
  if (whole + fraction == 0) return false;
  if (text.empty()) return true;
  if (ascii::to_lower(text.front()) != 'e') return false;
  const std::string_view exponent = without_sign(text.substr(1));
  return !exponent.empty() && count_digits(exponent) == exponent.size();
}

std::optional<double> parse_number(std::string_view text) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const std::string_view unsigned_text = without_sign(text);
  if (unsigned_text.starts_with('.') && is_word(unsigned_text.substr(1), "inf"))
    return text.front() == '-' ? -kInfinity : kInfinity;
  if (text == ".nan" || text == ".NaN" || text == ".NAN")
    return std::numeric_limits<double>::quiet_NaN();
  if (!has_number_form(text)) return std::nullopt;
  if (text.front() == '+') text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc::result_out_of_range) return kInfinity;
  if (error != std::errc{}) return std::nullopt;
  return value;
}

}  // namespace

Scalar resolve_plain(std::string_view text) {
  Scalar out;
  if (text.empty() || text == "~" || is_word(text, "null")) return out;
  if (is_word(text, "true") || is_word(text, "false")) {
    out.kind = Kind::boolean;
    out.boolean = ascii::to_lower(text.front()) == 't';
  } else if (const auto integer = parse_integer(text)) {
    out.kind = Kind::integer;
    out.integer = *integer;
  } else if (const auto number = parse_number(text)) {
    out.kind = Kind::number;
    out.number = *number;
  } else {
    out.kind = Kind::string;
  }
  return out;
}

}  // namespace jg::config
