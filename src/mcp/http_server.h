// mcp/http_server.h - where a server that is reached by HTTP is, and what of a client's request it
// is sent.
//
// Owner: self-contained; heads that are made for it look into it.
#pragma once

#include <string>
#include <string_view>

#include "exchange/header_edits.h"
#include "http/message.h"
#include "mcp/field.h"
#include "upstream/endpoint.h"

namespace jg::mcp {

struct HttpServer {
  std::string name;
  upstream::Endpoint endpoint;
  std::string authority;
  std::string path;
  exchange::HeaderEdits request_headers;
};

// A body that is there was read whole: its length is written anew. It was read as UTF-8, whatever
// the client says of it, and so it must be by the server. The session's id is ours and the client's.
http::RequestHead head_for(const HttpServer& server, const http::RequestHead& request);

}  // namespace jg::mcp
