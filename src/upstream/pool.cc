#include "upstream/pool.h"

#include <algorithm>

#include "base/coarse_clock.h"

namespace jg::upstream {
Pool::Pool(const ClientLimits& limits, net::Loop& loop) : limits_(limits), loop_(loop) {}

// Every socket is looked at: what an upstream says unasked would be taken for the answer to
// somebody else's request.
Connection* Pool::take_idle() {
  const auto now = coarse_now();
  while (!idle_.empty()) {
    const Idle idle = idle_.back();
    idle_.pop_back();
    if (now - idle.since < limits_.idle_timeout && idle.connection->is_usable()) {
      idle.connection->mark_reused();
      return idle.connection;
    }
    drop(idle.connection);
  }
  return nullptr;
}

Connection* Pool::add(std::unique_ptr<net::Stream> stream, std::string address) {
  all_.push_back(std::make_unique<Connection>(*this, loop_, std::move(stream), std::move(address)));
  return all_.back().get();
}

void Pool::keep(Connection* connection) {
  if (idle_.size() >= limits_.idle_connections) return drop(connection);
  idle_.push_back({connection, coarse_now()});
  if (!sweep_.is_set()) sweep_.set(loop_.deadlines(), limits_.idle_timeout);
}

void Pool::drop(Connection* connection) {
  std::erase_if(all_, [&](const auto& held) { return held.get() == connection; });
}

// The coldest are in front.
void Pool::close_expired() {
  const auto now = coarse_now();
  const auto fresh = std::ranges::find_if(
      idle_, [&](const Idle& idle) { return now - idle.since < limits_.idle_timeout; });
  for (auto it = idle_.begin(); it != fresh; ++it) drop(it->connection);
  idle_.erase(idle_.begin(), fresh);
  if (idle_.empty()) return;
  const auto left = limits_.idle_timeout - (now - idle_.front().since);
  sweep_.set(loop_.deadlines(), std::chrono::ceil<std::chrono::milliseconds>(left));
}

void Pool::close_idle() {
  for (const Idle& idle : idle_) drop(idle.connection);
  idle_.clear();
}

}  // namespace jg::upstream
