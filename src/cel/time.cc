#include "cel/time.h"

#include <array>
#include <charconv>
#include <chrono>

#include "base/ascii.h"

namespace jg::cel::time {
namespace {

__extension__ using Wide = __int128;  // nanoseconds of ten thousand years pass 64 bits

constexpr std::int64_t kSecondsPerDay = 86'400;

// Takes exactly `digits` digits off the front.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  int n = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    if (!ascii::is_digit(text[i])) return std::nullopt;
    n = n * 10 + (text[i] - '0');
  }
  text.remove_prefix(digits);
  return n;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || ascii::to_upper(text.front()) != c) return false;
  text.remove_prefix(1);
  return true;
}

// Decimals as nanoseconds; what is finer than that is cut off.
std::optional<std::uint32_t> take_decimals(std::string_view& text) {
  std::uint32_t nanos = 0;
  std::size_t digits = 0;
  for (; !text.empty() && ascii::is_digit(text.front()); text.remove_prefix(1), ++digits) {
    if (digits < 9) nanos = nanos * 10 + static_cast<std::uint32_t>(text.front() - '0');
  }
  if (digits == 0) return std::nullopt;
  for (; digits < 9; ++digits) nanos *= 10;
  return nanos;
}

std::string padded(std::int64_t n, std::size_t width) {
  std::string digits = std::to_string(n);
  if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
  return digits;
}

// ".5" for half a second, nothing for none.
std::string decimals_of(std::uint64_t nanos) {
  if (nanos == 0) return {};
  std::string text = "." + padded(static_cast<std::int64_t>(nanos), 9);
  text.erase(text.find_last_not_of('0') + 1);
  return text;
}

struct Unit {
  std::string_view name;
  std::int64_t nanos;
};
// Longer names before those they begin with.
constexpr std::array kUnits = {Unit{"ns", 1},
                               Unit{"us", 1'000},
                               Unit{"\u00b5s", 1'000},
                               Unit{"\u03bcs", 1'000},
                               Unit{"ms", 1'000'000},
                               Unit{"s", kNanosPerSecond},
                               Unit{"m", 60 * kNanosPerSecond},
                               Unit{"h", 3600 * kNanosPerSecond}};

const Unit* take_unit(std::string_view& text) {
  for (const Unit& unit : kUnits) {
    if (!text.starts_with(unit.name)) continue;
    text.remove_prefix(unit.name.size());
    return &unit;
  }
  return nullptr;
}

// Adds one "1.5h" to the total.
bool take_amount(std::string_view& text, std::int64_t& total) {
  std::int64_t whole = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), whole);
  const bool has_whole = error == std::errc() && ascii::is_digit(text.front());
  if (has_whole) text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  std::optional<std::uint32_t> part = 0;
  if (take(text, '.'))
    part = take_decimals(text);
  else if (!has_whole)
    return false;
  const Unit* unit = part ? take_unit(text) : nullptr;
  if (unit == nullptr) return false;
  const auto fraction = static_cast<Wide>(*part) * unit->nanos / kNanosPerSecond;
  std::int64_t amount = 0;
  if (__builtin_mul_overflow(whole, unit->nanos, &amount)) return false;
  return !__builtin_add_overflow(total, amount, &total) &&
         !__builtin_add_overflow(total, static_cast<std::int64_t>(fraction), &total);
}

}  // namespace

bool is_in_range(Timestamp t) { return t.seconds >= kFirstSecond && t.seconds <= kLastSecond; }

std::optional<Timestamp> shift(Timestamp t, std::int64_t nanos, Towards towards) {
  Wide at = static_cast<Wide>(t.seconds) * kNanosPerSecond + t.nanos;
  at += towards == Towards::later ? static_cast<Wide>(nanos) : -static_cast<Wide>(nanos);
  auto seconds = static_cast<std::int64_t>(at / kNanosPerSecond);
  auto rest = static_cast<std::int64_t>(at % kNanosPerSecond);
  if (rest < 0) {
    rest += kNanosPerSecond;
    --seconds;
  }
  const Timestamp moved{seconds, static_cast<std::uint32_t>(rest)};
  return is_in_range(moved) ? std::optional(moved) : std::nullopt;
}

std::optional<std::int64_t> difference(Timestamp a, Timestamp b) {
  const Wide nanos = static_cast<Wide>(a.seconds - b.seconds) * kNanosPerSecond + a.nanos - b.nanos;
  const auto fits = static_cast<std::int64_t>(nanos);
  return fits == nanos ? std::optional(fits) : std::nullopt;
}

std::optional<Timestamp> parse_timestamp(std::string_view text) {
  const auto year = take_number(text, 4);
  if (!year || !take(text, '-')) return std::nullopt;
  const auto month = take_number(text, 2);
  if (!month || !take(text, '-')) return std::nullopt;
  const auto day = take_number(text, 2);
  if (!day || !take(text, 'T')) return std::nullopt;
  const auto hours = take_number(text, 2);
  if (!hours || *hours > 23 || !take(text, ':')) return std::nullopt;
  const auto minutes = take_number(text, 2);
  if (!minutes || *minutes > 59 || !take(text, ':')) return std::nullopt;
  const auto seconds = take_number(text, 2);
  if (!seconds || *seconds > 59) return std::nullopt;
  std::optional<std::uint32_t> nanos = 0;
  if (take(text, '.')) nanos = take_decimals(text);
  if (!nanos) return std::nullopt;
  std::optional<std::int64_t> offset = 0;
  if (!take(text, 'Z')) {
    if (text.empty() || (text.front() != '+' && text.front() != '-')) return std::nullopt;
    offset = parse_offset(text);
    text = {};
  }
  if (!offset || !text.empty()) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
  const std::int64_t at =
      days * kSecondsPerDay + *hours * 3600 + *minutes * 60 + *seconds - *offset;
  const Timestamp t{at, *nanos};
  return is_in_range(t) ? std::optional(t) : std::nullopt;
}

std::string format_timestamp(Timestamp t) {
  const Civil c = civil_of(t.seconds);
  return padded(c.year, 4) + "-" + padded(c.month, 2) + "-" + padded(c.day, 2) + "T" +
         padded(c.hours, 2) + ":" + padded(c.minutes, 2) + ":" + padded(c.seconds, 2) +
         decimals_of(t.nanos) + "Z";
}

std::optional<std::int64_t> parse_duration(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative || (!text.empty() && text.front() == '+')) text.remove_prefix(1);
  if (text == "0") return 0;
  if (text.empty()) return std::nullopt;
  std::int64_t total = 0;
  while (!text.empty()) {
    if (!take_amount(text, total)) return std::nullopt;
  }
  return negative ? -total : total;
}

std::string format_duration(std::int64_t nanos) {
  const std::uint64_t size =
      nanos < 0 ? 0 - static_cast<std::uint64_t>(nanos) : static_cast<std::uint64_t>(nanos);
  return (nanos < 0 ? "-" : "") + std::to_string(size / kNanosPerSecond) +
         decimals_of(size % kNanosPerSecond) + "s";
}

std::optional<std::int64_t> parse_offset(std::string_view text) {
  if (text == "UTC" || text == "Z") return 0;
  const bool west = !text.empty() && text.front() == '-';
  if (west || (!text.empty() && text.front() == '+')) text.remove_prefix(1);
  const auto hours = take_number(text, 2);
  if (!hours || *hours > 23 || !take(text, ':')) return std::nullopt;
  const auto minutes = take_number(text, 2);
  if (!minutes || *minutes > 59 || !text.empty()) return std::nullopt;
  const std::int64_t seconds = *hours * 3600 + *minutes * 60;
  return west ? -seconds : seconds;
}

Civil civil_of(std::int64_t seconds) {
  using std::chrono::days;
  const auto day_number = std::chrono::floor<days>(std::chrono::seconds(seconds));
  const std::chrono::sys_days day(day_number);
  const std::chrono::year_month_day date(day);
  const auto in_day = seconds - day_number.count() * kSecondsPerDay;
  const auto year_start = std::chrono::sys_days(date.year() / 1 / 1);
  Civil c;
  c.year = static_cast<int>(date.year());
  c.month = static_cast<unsigned>(date.month());
  c.day = static_cast<unsigned>(date.day());
  c.day_of_week = std::chrono::weekday(day).c_encoding();
  c.day_of_year = static_cast<unsigned>((day - year_start).count());
  c.hours = static_cast<unsigned>(in_day / 3600);
  c.minutes = static_cast<unsigned>(in_day / 60 % 60);
  c.seconds = static_cast<unsigned>(in_day % 60);
  return c;
}

}  // namespace jg::cel::time
