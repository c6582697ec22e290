// mcp/sse/sse_target.h - a server that is reached by the old HTTP+SSE transport: a stream for each
// session.
//
// Owner:  its backend. Thread: all workers; the streams are the hub's.
// Errors: those of mcp/sse/server.h and mcp/conversation/dealings.h.
#pragma once

#include "mcp/http_target.h"
#include "mcp/hub.h"
#include "mcp/sse/server.h"
#include "mcp/target.h"

namespace jg::mcp {

class SseTarget final : public Target {
 public:
  SseTarget(std::shared_ptr<const Hub> hub, const upstream::Clients& clients,
            Calls::Settings settings)
      : hub_(std::move(hub)),
        settings_(std::move(settings)),
        documents_(hub_, clients, settings_) {}

  const std::string& name() const override { return settings_.server->name; }
  Task<Result<Opened>> open(exchange::Exchange& exchange, Batch initialize) const override;
  Task<Result<void>> send(exchange::Exchange& exchange, Link* link, Batch batch) const override;
  Task<Result<void>> listen(exchange::Exchange& exchange, Link* link) const override;
  Task<Result<bool>> close(exchange::Exchange& exchange, Link& link) const override;
  Task<Result<void>> describe(exchange::Exchange& exchange) const override;
  bool starts_servers() const override { return true; }
  Result<std::shared_ptr<Server>> start(exchange::Exchange& exchange) const override;

 private:
  const std::shared_ptr<const Hub> hub_;
  const Calls::Settings settings_;
  const HttpTarget documents_;  // the same server, for what it publishes
};

}  // namespace jg::mcp
