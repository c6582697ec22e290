#include "mcp/old_transport/stream_link.h"

namespace jg::mcp {

void StreamLink::end() {
  if (ended_.exchange(true)) return;
  stream_->close();
  if (const auto ending = server()) ending->end();
}

bool StreamLink::is_over() const {
  const auto with = server();
  return stream_->is_abandoned() || (with && with->is_over());
}

std::shared_ptr<Server> StreamLink::server() const {
  const std::lock_guard lock(mutex_);
  return server_;
}

bool StreamLink::begin(const std::shared_ptr<Server>& server) {
  const std::lock_guard lock(mutex_);
  if (server_ || ended_) return false;
  server_ = server;
  return true;
}

}  // namespace jg::mcp
