// Any bytes as the place that a server of the old MCP transport names for messages: where they go is a path on its own origin, and
// reads as that again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "mcp/sse/message_place.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  jg::mcp::HttpServer server;
  server.endpoint.host = "a.b";
  server.path = "/deep/sse";
  const auto place = jg::mcp::resolve_place(server, text);
  if (!place) return 0;
  require(place->starts_with('/') && !place->starts_with("//"));
  for (const char c : *place) require(c > 0x20 && c < 0x7f && c != '#' && c != '\\');
  const auto again = jg::mcp::resolve_place(server, *place);
  require(again && *again == *place);
  return 0;
}
