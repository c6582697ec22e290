// app/explain/request.h - a request that somebody asks about: made up, never sent.
//
// Limits: as the HTTP codec has them for what it reads.
// Trust:  the operator's, who may have copied it from anywhere; the token is a Secret.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "base/secret.h"
#include "http/message.h"

namespace jg::app::explain {

struct Request {
  std::string method = "GET";
  std::string target = "/";
  std::string host = "localhost";
  std::string source = "127.0.0.1";  // the client's address
  std::optional<unsigned> port;      // of the configuration; needed where it has several
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  std::string body;
  Secret token;  // put where jwtAuth looks for it
  SystemTime now;
};

// Makes it the message that calls a tool of an MCP server.
void call_tool(Request& request, std::string_view name);

// "Name: value", as it is typed.
Result<std::pair<std::string, std::string>> parse_header(std::string_view line);

// Whether it could come over a wire at all.
Result<void> check(const Request& request);

// Of a request that is checked; they look into it.
std::string_view host_of(const Request& request);
http::RequestHead head_of(const Request& request, std::string_view scheme);

}  // namespace jg::app::explain
