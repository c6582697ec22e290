#include "mcp/openapi/guarded_field.h"

#include <algorithm>
#include <array>

namespace jg::mcp::openapi {

// Frameworks and proxies of old take a method or a path out of the last five.
bool is_guarded_field(std::string_view lower) {
  constexpr auto kGuarded = std::to_array<std::string_view>(
      {"host", "expect", "proxy-authorization", "accept-encoding", "content-encoding",
       "x-http-method-override", "x-http-method", "x-method-override", "x-original-url",
       "x-rewrite-url"});
  return std::ranges::find(kGuarded, lower) != kGuarded.end() || lower.starts_with("mcp-");
}

}  // namespace jg::mcp::openapi
