#include "mcp/sse/sse_target.h"

#include "mcp/conversation/dealings.h"

namespace jg::mcp {

Result<std::shared_ptr<Server>> SseTarget::start(exchange::Exchange& exchange) const {
  auto server = std::make_shared<SseServer>(*hub_, settings_, exchange.request);
  if (auto started = hub_->run(server); !started) return std::unexpected(started.error());
  return server;
}

Task<Result<Target::Opened>> SseTarget::open(exchange::Exchange& exchange, Batch initialize) const {
  auto server = start(exchange);
  if (!server) co_return std::unexpected(std::move(server.error()));
  co_return co_await begin_with(exchange, std::move(*server), std::move(initialize));
}

Task<Result<void>> SseTarget::send(exchange::Exchange& exchange, Link* link, Batch batch) const {
  return deal_with(exchange, link, std::move(batch), name());
}

Task<Result<void>> SseTarget::listen(exchange::Exchange& exchange, Link* link) const {
  return listen_to(exchange, link, name());
}

Task<Result<bool>> SseTarget::close(exchange::Exchange& exchange, Link&) const {
  exchange.response.head.status = 202;
  co_return true;
}

Task<Result<void>> SseTarget::describe(exchange::Exchange& exchange) const {
  return documents_.describe(exchange);
}

}  // namespace jg::mcp
