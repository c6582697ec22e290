// mcp/arrival.h - what a request must be before its message is looked at.
//
// Errors: mcp.method, .accept, .content_type, .protocol_version, .foreign_name.
// Spec:   MCP "Streamable HTTP"; RFC 9110 sections 8.3 and 12.5.1, weights left aside.
#pragma once

#include "exchange/exchange.h"
#include "mcp/version.h"

namespace jg::mcp {

Result<void> check_post(const http::RequestHead& request);
Result<void> check_content(const http::RequestHead& request);
Result<void> check_listen(const http::RequestHead& request);
// The version that the request says it is of; the one assumed when it says none.
Result<const Version*> read_version(const http::RequestHead& request);
// Whether it is of a version without sessions.
bool is_single(const http::RequestHead& request);
// Host and Origin name this machine: a page of the web that had its name resolved to it does not.
Result<void> check_local_names(const http::RequestHead& request);

}  // namespace jg::mcp
