// mcp/request_metadata.h - what a request says of itself twice, in its body and in its head, where
// there are no sessions.
//
// Thread: any.
// Errors: mcp.metadata_missing, mcp.header_mismatch.
// Spec:   MCP 2026-07-28 "Streamable HTTP", request metadata and server validation; "Overview",
//         per-request protocol fields.
// Trust:  the client's. Whoever stands between could decide by the head what a server does by the
//         body, so they must say the same.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "http/message.h"
#include "mcp/message.h"

namespace jg::mcp {

Result<void> check_metadata(const http::RequestHead& request, const Message& message);

// As the value of Mcp-Name: as it is, or in base64 when a field could not hold it.
std::string encode_name(std::string_view name);

}  // namespace jg::mcp
