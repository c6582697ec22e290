#include "mcp/request_metadata.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/base64.h"
#include "mcp/field.h"

namespace jg::mcp {
namespace {

constexpr std::string_view kBegin = "=?base64?";
constexpr std::string_view kEnd = "?=";
constexpr auto kNamed =
    std::to_array<std::string_view>({"tools/call", "prompts/get", "resources/read"});

bool is_encoded(std::string_view value) {
  return value.size() >= kBegin.size() + kEnd.size() && value.starts_with(kBegin) &&
         value.ends_with(kEnd);
}

// Nothing for what no client may send.
std::optional<std::string> decode(std::string_view value) {
  if (!is_encoded(value)) return std::string(value);
  value.remove_prefix(kBegin.size());
  value.remove_suffix(kEnd.size());
  return base64_decode(value);
}

// A field that is there once; a list of two would be read by somebody as either.
std::optional<std::string_view> only(const http::Fields& fields, std::string_view name) {
  return fields.count(name) == 1 ? fields.find(name) : std::nullopt;
}

std::unexpected<Error> mismatch(const char* field) {
  return fail(Blame::client, "mcp.header_mismatch", field);
}

}  // namespace

Result<void> check_metadata(const http::RequestHead& request, const Message& message) {
  if (!message.is_request()) return {};
  if (message.own_version.empty() || !message.tells_capabilities)
    return fail(Blame::client, "mcp.metadata_missing");
  const http::Fields& fields = request.fields;
  if (only(fields, kProtocolVersion) != message.own_version)
    return mismatch("MCP-Protocol-Version");
  if (only(fields, "mcp-method") != message.method) return mismatch("Mcp-Method");
  if (std::ranges::find(kNamed, message.method) == kNamed.end()) return {};
  const auto written = only(fields, "mcp-name");
  if (!written || decode(*written) != message.subject.name) return mismatch("Mcp-Name");
  return {};
}

std::string encode_name(std::string_view name) {
  const bool is_plain = std::ranges::all_of(name, [](char c) { return c >= 0x20 && c < 0x7f; });
  const bool has_edges = name.empty() || name.front() == ' ' || name.back() == ' ';
  if (is_plain && !has_edges && !is_encoded(name)) return std::string(name);
  return std::string(kBegin).append(base64_encode(name)).append(kEnd);
}

}  // namespace jg::mcp
