#include "http/content_length.h"

#include "base/ascii.h"

namespace jg::http {
namespace {

constexpr std::size_t kMaxDigits = 19;  // always fit 64 bits

}  // namespace

std::optional<std::uint64_t> parse_content_length(std::string_view text) {
  if (text.empty() || text.size() > kMaxDigits) return std::nullopt;
  std::uint64_t length = 0;
  for (const char c : text) {
    if (!ascii::is_digit(c)) return std::nullopt;
    length = length * 10 + static_cast<std::uint64_t>(c - '0');
  }
  if (length > INT64_MAX) return std::nullopt;
  return length;
}

}  // namespace jg::http
