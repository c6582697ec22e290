#include "mcp/old_transport/relay.h"

#include <algorithm>

#include "mcp/error_answer.h"

namespace jg::mcp {
namespace {

constexpr std::chrono::milliseconds kNoLimit{0};

bool pass(Relay& relay, Message message) {
  if (message.kind == Message::Kind::response) std::erase(relay.requests, message.id);
  message.event_id.clear();  // nobody comes back to this stream
  if (relay.stream->put(std::move(message))) return true;
  relay.stream->close(Error{Blame::client, "mcp.slow_reader", {}});
  relay.from->abandon();
  return false;
}

Task<void> run(Relay relay) {
  net::CancelSlot nobody;
  while (!relay.from->is_closed()) {
    co_await relay.from->wait(nobody, kNoLimit);
    while (auto message = relay.from->take())
      if (!pass(relay, std::move(*message))) co_return;
  }
  if (!relay.from->error()) co_return;
  for (std::string& id : std::exchange(relay.requests, {})) {
    Message request;
    request.id = std::move(id);
    if (!pass(relay, error_for(request, *relay.from->error()))) co_return;
  }
}

}  // namespace

void start_relay(net::Loop& loop, Relay relay) {
  loop.post([&loop, relay = std::move(relay)]() mutable { loop.spawn(run(std::move(relay))); });
}

}  // namespace jg::mcp
