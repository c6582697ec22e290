#include "fetch/freshness.h"

#include <curl/curl.h>

#include <algorithm>
#include <charconv>

#include "base/ascii.h"

namespace jg::fetch {
namespace {

using std::chrono::seconds;

// Beyond what anybody honours; so that sums cannot overflow.
constexpr seconds kEver = std::chrono::hours(24 * 366);

// RFC 9111 section 1.2.2: a number too great counts as a great one.
std::optional<seconds> parse_seconds(std::string_view text) {
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"')
    text = text.substr(1, text.size() - 2);
  if (text.empty() || !std::ranges::all_of(text, ascii::is_digit)) return std::nullopt;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() ? std::min(seconds(value), kEver) : kEver;
}

// What one directive says: nothing, or how long.
std::optional<seconds> read_directive(std::string_view directive) {
  const std::size_t equals = directive.find('=');
  const std::string_view name = ascii::trim(directive.substr(0, equals));
  if (ascii::iequals(name, "no-store") || ascii::iequals(name, "no-cache")) return seconds(0);
  if (!ascii::iequals(name, "max-age")) return std::nullopt;
  if (equals == std::string_view::npos) return seconds(0);
  // What cannot be read is stale: RFC 9111 section 4.2.1.
  return parse_seconds(ascii::trim(directive.substr(equals + 1))).value_or(seconds(0));
}

// Of several the shortest.
std::optional<seconds> read_cache_control(std::string_view text) {
  std::optional<seconds> least;
  while (!text.empty()) {
    const std::size_t comma = text.find(',');
    if (const auto said = read_directive(text.substr(0, comma)))
      least = std::min(least.value_or(kEver), *said);
    text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
  }
  return least;
}

std::optional<std::int64_t> parse_date(const std::string& text) {
  const std::int64_t time = curl_getdate(text.c_str(), nullptr);
  return time < 0 ? std::nullopt : std::optional(time);
}

// By the server's own clock, so that ours may be wrong.
std::optional<seconds> read_expires(const CacheFields& fields) {
  if (fields.expires.empty()) return std::nullopt;
  const auto end = parse_date(fields.expires), start = parse_date(fields.date);
  if (!end) return seconds(0);  // RFC 9111 section 5.3: "0" and its like are in the past
  if (!start) return std::nullopt;
  return std::clamp(seconds(*end - *start), seconds(0), kEver);
}

}  // namespace

std::optional<seconds> fresh_for(const CacheFields& fields) {
  auto life = read_cache_control(fields.cache_control);
  if (!life) life = read_expires(fields);
  if (!life) return std::nullopt;
  const seconds age = parse_seconds(ascii::trim(fields.age)).value_or(seconds(0));
  return std::max(*life - age, seconds(0));
}

}  // namespace jg::fetch
