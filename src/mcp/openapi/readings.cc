#include "mcp/openapi/readings.h"

#include <string>
#include <utility>

#include "http/uri.h"

namespace jg::mcp::openapi {
namespace {

std::string decode_what_can_be(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto triplet = http::percent_decode(text.substr(0, text.starts_with('%') ? 3 : 1));
    out.append(triplet ? *triplet : text.substr(0, 1));
    text.remove_prefix(triplet && text.starts_with('%') ? 3 : 1);
  }
  return out;
}

}  // namespace

bool has_reading(std::string_view segment, const std::function<bool(std::string_view)>& matches) {
  constexpr int kMostDecodings = 3;
  std::string now(segment);
  for (int n = 0; n <= kMostDecodings; ++n) {
    const std::string_view whole = now;
    const std::string_view begin = whole.substr(0, whole.find_first_of(";?#"));
    if (matches(whole) || (!begin.empty() && matches(begin))) return true;
    std::string decoded = decode_what_can_be(now);
    if (decoded == now) return false;
    now = std::move(decoded);
  }
  return true;
}

}  // namespace jg::mcp::openapi
