#include "mcp/http_server.h"

namespace jg::mcp {

http::RequestHead head_for(const HttpServer& server, const http::RequestHead& request) {
  http::RequestHead head = request;
  head.scheme = server.endpoint.tls ? "https" : "http";
  head.authority = server.authority;
  for (const std::string_view name : {std::string_view("host"), std::string_view("content-length"),
                                      std::string_view("expect"), kSessionId})
    head.fields.remove(name);
  if (head.method == "POST") head.fields.set("content-type", kJson);
  return head;
}

}  // namespace jg::mcp
