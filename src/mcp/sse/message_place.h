// mcp/sse/message_place.h - where a server of the old transport wants messages posted to.
//
// Errors: mcp.no_endpoint.
// Limits: kMostReference bytes.
// Spec:   MCP 2024-11-05 "HTTP with SSE", the `endpoint` event; RFC 3986 section 5.2.
// Trust:  the server's word: a place of another origin is refused, since what is posted carries a
//         client's fields and would go wherever a server likes.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "mcp/http_server.h"

namespace jg::mcp {

inline constexpr std::size_t kMostReference = 4096;

// Path and query of `reference`, which is relative to the server's URL.
Result<std::string> resolve_place(const HttpServer& server, std::string_view reference);

}  // namespace jg::mcp
