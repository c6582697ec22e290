// mcp/http_target.h - a server that is reached by streamable HTTP: what it says passes as it is.
//
// Owner:  its backend. Thread: all workers; the clients are per worker.
// Errors: those of upstream::Client.
// Spec:   MCP "Streamable HTTP". The server's session ids stay between it and us: a client knows
//         only ours.
#pragma once

#include "mcp/hub.h"
#include "mcp/remote/calls.h"
#include "mcp/target.h"
#include "upstream/clients.h"

namespace jg::mcp {

class HttpTarget final : public Target {
 public:
  HttpTarget(std::shared_ptr<const Hub> hub, const upstream::Clients& clients,
             Calls::Settings settings)
      : hub_(std::move(hub)),
        clients_(clients),
        settings_(std::move(settings)),
        server_(*settings_.server) {}

  const std::string& name() const override { return server_.name; }
  bool takes_single_requests() const override { return true; }  // its server knows whether it does
  Task<Result<Opened>> open(exchange::Exchange& exchange, Batch initialize) const override;
  Task<Result<void>> send(exchange::Exchange& exchange, Link* link, Batch batch) const override;
  Task<Result<void>> listen(exchange::Exchange& exchange, Link* link) const override;
  Task<Result<bool>> close(exchange::Exchange& exchange, Link& link) const override;
  Task<Result<void>> describe(exchange::Exchange& exchange) const override;
  bool starts_servers() const override { return true; }
  Result<std::shared_ptr<Server>> start(exchange::Exchange& exchange) const override;

 private:
  Task<Result<void>> forward(exchange::Exchange& exchange, std::string_view path,
                             const Link* link) const;
  Task<Result<void>> pass(exchange::Exchange& exchange, const Link* link) const;

  const std::shared_ptr<const Hub> hub_;
  const upstream::Clients& clients_;
  const Calls::Settings settings_;
  const HttpServer& server_;
};

}  // namespace jg::mcp
