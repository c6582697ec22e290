// mcp/field.h - the fields and media types of MCP by HTTP.
//
// Thread: static.
// Spec:   MCP "Streamable HTTP"; "HTTP with SSE" of 2024-11-05 has the types, too.
#pragma once

#include <string_view>

namespace jg::mcp {

inline constexpr std::string_view kJson = "application/json";
inline constexpr std::string_view kEvents = "text/event-stream";

// As http::Fields has them, in lower case.
inline constexpr std::string_view kSessionId = "mcp-session-id";
inline constexpr std::string_view kProtocolVersion = "mcp-protocol-version";

}  // namespace jg::mcp
