#include "mcp/stdio/stdio_target.h"

#include "mcp/caller.h"
#include "mcp/conversation/dealings.h"
#include "mcp/stdio/server.h"

namespace jg::mcp {

Result<std::shared_ptr<Server>> StdioTarget::start(exchange::Exchange& exchange) const {
  StdioServer::Beginner beginner{caller_of(exchange), gate_};
  if (!gate_->is_open(beginner.caller)) return fail(Blame::upstream, "mcp.server_pause");
  auto server = std::make_shared<StdioServer>(hub_->loop(), exchange.worker.clock, command_,
                                              std::move(beginner));
  if (auto started = hub_->run(server); !started) return std::unexpected(started.error());
  return server;
}

Task<Result<Target::Opened>> StdioTarget::open(exchange::Exchange& exchange,
                                               Batch initialize) const {
  auto server = start(exchange);
  if (!server) co_return std::unexpected(std::move(server.error()));
  co_return co_await begin_with(exchange, std::move(*server), std::move(initialize));
}

Task<Result<void>> StdioTarget::send(exchange::Exchange& exchange, Link* link, Batch batch) const {
  return deal_with(exchange, link, std::move(batch), name());
}

Task<Result<void>> StdioTarget::listen(exchange::Exchange& exchange, Link* link) const {
  return listen_to(exchange, link, name());
}

// Not 202 as agentgateway: the SDK for Python warns then that the session did not end.
Task<Result<bool>> StdioTarget::close(exchange::Exchange& exchange, Link&) const {
  exchange.response.head.status = 200;
  co_return true;
}

Task<Result<void>> StdioTarget::describe(exchange::Exchange&) const {
  co_return fail(Blame::client, "mcp.no_metadata");
}

}  // namespace jg::mcp
