// mcp/openapi/openapi_target.h - a REST service as an MCP server: the gateway itself is the server.
//
// Nothing is kept of a session but that it is there. A call of a tool is one request to the service.
//
// Owner:  its backend. Thread: all workers; the clients are per worker.
// Errors: mcp.session_missing, .unknown, .no_stream, .no_metadata; those of ServiceClient. Wrong
//         arguments are a tool's result, which the model reads.
// Limits: of a batch no message is looked at whose answer would stand behind kMostAnswer bytes of
//         others (mcp/answer_filter.h); it fails by upstream.body_too_large.
// Spec:   MCP "Lifecycle", "Tools"; 2026-07-28 "Discovery".
#pragma once

#include <memory>
#include <string>

#include "json/writer.h"
#include "mcp/openapi/service.h"
#include "mcp/openapi/service_client.h"
#include "mcp/target.h"

namespace jg::mcp::openapi {

class OpenapiTarget final : public Target {
 public:
  OpenapiTarget(ServiceClient client, std::shared_ptr<const Service> service)
      : client_(std::move(client)), service_(std::move(service)) {}

  const std::string& name() const override { return client_.name(); }
  bool takes_single_requests() const override { return true; }
  Task<Result<Opened>> open(exchange::Exchange& exchange, Batch initialize) const override;
  Task<Result<void>> send(exchange::Exchange& exchange, Link* link, Batch batch) const override;
  Task<Result<void>> listen(exchange::Exchange& exchange, Link* link) const override;
  Task<Result<bool>> close(exchange::Exchange& exchange, Link& link) const override;
  Task<Result<void>> describe(exchange::Exchange& exchange) const override;

 private:
  Task<Result<Message>> answer(exchange::Exchange& exchange, const Message& request) const;
  Task<Result<std::string>> call(exchange::Exchange& exchange, const Message& request) const;
  std::string list(exchange::Exchange& exchange) const;
  std::string discover() const;
  void write_name(json::Writer& to) const;

  const ServiceClient client_;
  const std::shared_ptr<const Service> service_;
};

}  // namespace jg::mcp::openapi
