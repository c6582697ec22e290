// mcp/openapi/service_client.h - sends the service one request, and reads the whole answer.
//
// Owner:  its target. Thread: all workers; the clients are per worker.
// Errors: those of upstream::Client; upstream.body_too_large; mcp.unreadable_answer for a coded one.
// Limits: exchange.buffer_bytes of an answer. Redirects are not followed.
// Trust:  the service gets the client's fields as a server by HTTP does, but for those that are about
//         the MCP message or would make another request of it (guarded_field.h). A field that is there already is no argument's to change: a policy may
//         have put it there.
#pragma once

#include <string>

#include "mcp/http_target.h"
#include "mcp/openapi/operation.h"
#include "mcp/openapi/request.h"

namespace jg::mcp::openapi {

class ServiceClient {
 public:
  // `server.path` is the base path, without a slash at its end.
  ServiceClient(const upstream::Clients& clients, HttpServer server)
      : clients_(clients), server_(std::move(server)) {}

  const std::string& name() const { return server_.name; }
  // The result of the tool, as JSON text.
  Task<Result<std::string>> call(exchange::Exchange& exchange, const Operation& operation,
                                 Request request) const;

 private:
  http::RequestHead head_for(exchange::Exchange& exchange, const Operation& operation,
                             const Request& request) const;
  Task<Result<void>> ask(exchange::Exchange& exchange, const Operation& operation,
                         Request request) const;

  const upstream::Clients& clients_;
  const HttpServer server_;
};

}  // namespace jg::mcp::openapi
