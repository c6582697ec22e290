// Any bytes as an MCP message, as a batch, and as what a server writes to its standard output.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "mcp/message.h"
#include "mcp/stdio/lines.h"

namespace {

constexpr std::size_t kMostLine = 64;

void require(bool holds) {
  if (!holds) std::abort();
}

// What is sent on is one line, and is read again as what it was taken for.
void check(const jg::mcp::Message& message) {
  require(message.text.find_first_of("\r\n") == std::string::npos);
  require((message.kind == jg::mcp::Message::Kind::notification) == message.id.empty());
  const auto again = jg::mcp::parse_message(message.text);
  require(again && again->id == message.id && again->method == message.method);
}

void read_in_pieces(std::string_view text) {
  jg::mcp::Lines lines(kMostLine);
  while (!text.empty()) {
    std::string_view piece = text.substr(0, 7);
    text.remove_prefix(piece.size());
    while (const auto line = lines.next(piece)) {
      require(line->text.size() <= kMostLine);
      require(line->text.find('\n') == std::string_view::npos);
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto batch = jg::mcp::parse_batch(text))
    for (const auto& message : batch->messages) check(message);
  read_in_pieces(text);
  return 0;
}
