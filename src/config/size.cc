#include "config/size.h"

#include <array>
#include <charconv>
#include <limits>

namespace jg::config {
namespace {

struct Unit {
  std::string_view name;
  std::uint64_t bytes;
};

constexpr std::array<Unit, 3> kUnits = {
    {{"GiB", 1ULL << 30}, {"MiB", 1ULL << 20}, {"KiB", 1ULL << 10}}};
constexpr std::uint64_t kMost = std::numeric_limits<std::int64_t>::max();

}  // namespace

std::optional<std::uint64_t> parse_size(std::string_view text) {
  std::uint64_t unit = 1;
  for (const Unit& known : kUnits) {
    if (!text.ends_with(known.name)) continue;
    text.remove_suffix(known.name.size());
    unit = known.bytes;
  }
  std::uint64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stop != end || value > kMost / unit) return std::nullopt;
  return value * unit;
}

std::string size_text(std::uint64_t bytes) {
  for (const Unit& unit : kUnits)
    if (bytes != 0 && bytes % unit.bytes == 0)
      return std::to_string(bytes / unit.bytes) + std::string(unit.name);
  return std::to_string(bytes);
}

}  // namespace jg::config
