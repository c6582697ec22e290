#include "app/cli/token_text.h"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <cmath>
#include <cstdint>

#include "json/text.h"

namespace jg::app::cli {
namespace {

void append_pretty(std::string& out, json::Value value, std::size_t indent) {
  const bool object = value.kind() == json::Kind::object;
  if ((!object && value.kind() != json::Kind::array) || value.size() == 0) {
    out += value.dump();
    return;
  }
  out += object ? '{' : '[';
  bool first = true;
  const auto begin = [&] {
    out += first ? "\n" : ",\n";
    first = false;
    out.append(indent + 2, ' ');
  };
  value.for_each_element([&](json::Value element) {
    begin();
    append_pretty(out, element, indent + 2);
  });
  value.for_each_member([&](std::string_view name, json::Value member) {
    begin();
    json::append_quoted(out, name);
    out += ": ";
    append_pretty(out, member, indent + 2);
  });
  out += '\n';
  out.append(indent, ' ');
  out += object ? '}' : ']';
}

struct Unit {
  double seconds;
  const char* name;
};

constexpr std::array<Unit, 5> kUnits{
    {{365.25 * 86400, "year"}, {86400, "day"}, {3600, "hour"}, {60, "minute"}, {1, "second"}}};

}  // namespace

void replace_c1_controls(std::string& text) {
  for (std::size_t at = text.find('\xc2'); at != text.npos; at = text.find('\xc2', at + 1))
    if (at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) < 0xa0)
      text.replace(at, 2, "?");
}

std::string pretty(json::Value value) {
  std::string out;
  append_pretty(out, value, 0);
  replace_c1_controls(out);
  return out;
}

std::string length_text(double seconds) {
  constexpr double kBeyondReason = 1e12;
  if (seconds > kBeyondReason) return "more than 30000 years";
  for (const Unit& unit : kUnits) {
    const double count = std::floor(seconds / unit.seconds);
    if (count >= 1) return fmt::format("{:.0f} {}{}", count, unit.name, count == 1 ? "" : "s");
  }
  return "0 seconds";
}

std::string moment_text(std::chrono::sys_seconds moment) {
  const auto day = std::chrono::floor<std::chrono::days>(moment);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(moment - day);
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02} UTC", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     time.hours().count(), time.minutes().count(), time.seconds().count());
}

std::string date_text(double seconds, SystemTime now) {
  constexpr double kYear10000 = 253402300800;
  if (!(seconds >= 0 && seconds < kYear10000)) return fmt::format("{} is no usual date", seconds);
  const std::chrono::sys_seconds moment{std::chrono::seconds(static_cast<std::int64_t>(seconds))};
  const double away = seconds - std::chrono::duration<double>(now.time_since_epoch()).count();
  const std::string length = length_text(std::abs(away));
  return fmt::format("{} ({})", moment_text(moment), away >= 0 ? "in " + length : length + " ago");
}

}  // namespace jg::app::cli
