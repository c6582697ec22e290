#include "upstream/pool.h"

#include <algorithm>

namespace jg::upstream {
namespace {

// A socket used this recently is taken on trust by requests that may be sent again: saves a system call each.
constexpr std::chrono::milliseconds kWarm{5};

}  // namespace

Pool::Pool(Endpoint endpoint, const ClientLimits& limits, net::Loop& loop)
    : endpoint_(std::move(endpoint)), limits_(limits), loop_(loop) {}

Connection* Pool::take_idle(Care care) {
  const auto now = std::chrono::steady_clock::now();
  while (!idle_.empty()) {
    const Idle idle = idle_.back();
    idle_.pop_back();
    const auto rested = now - idle.since;
    const bool trusted = care == Care::usual && rested < kWarm;
    if (rested < limits_.idle_timeout && (trusted || idle.connection->is_usable())) {
      idle.connection->mark_reused();
      return idle.connection;
    }
    drop(idle.connection);
  }
  return nullptr;
}

Connection* Pool::add(std::unique_ptr<net::Stream> stream) {
  all_.push_back(std::make_unique<Connection>(*this, loop_, std::move(stream), limits_));
  return all_.back().get();
}

void Pool::keep(Connection* connection) {
  const auto now = std::chrono::steady_clock::now();
  close_expired(now);
  if (idle_.size() >= limits_.idle_connections) drop(connection);
  else idle_.push_back({connection, now});
}

void Pool::drop(Connection* connection) {
  std::erase_if(all_, [&](const auto& held) { return held.get() == connection; });
}

// The coldest are in front; one look a call keeps this cheap.
void Pool::close_expired(std::chrono::steady_clock::time_point now) {
  if (idle_.empty() || now - idle_.front().since < limits_.idle_timeout) return;
  drop(idle_.front().connection);
  idle_.erase(idle_.begin());
}

void Pool::close_idle() {
  for (const Idle& idle : idle_) drop(idle.connection);
  idle_.clear();
}

}  // namespace jg::upstream
