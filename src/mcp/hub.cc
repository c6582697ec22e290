#include "mcp/hub.h"

#include "base/random.h"

namespace jg::mcp {
namespace {

constexpr std::chrono::milliseconds kSweep{1000};
// Beyond the steps of StdioServer: what is left then is not to be killed.
constexpr std::chrono::milliseconds kLongestEnd{10'000};

}  // namespace

// What it counts is not scraped: connections to servers of the old transport.
struct Hub::Calls {
  telemetry::Metrics metrics{1};
  upstream::Client client;

  Calls(net::Loop& loop, const Clock& clock, const upstream::ClientLimits& limits)
      : client({loop, clock, metrics.worker(0)}, limits) {}
};

Hub::Hub(const Clock& clock) : clock_(clock), sessions_(clock) {}

Hub::~Hub() { stop(); }

void Hub::wake() const {
  const std::lock_guard lock(mutex_);
  if (!stopped_ && !thread_.joinable()) thread_ = std::thread([this] { serve(); });
}

upstream::Client& Hub::client(const upstream::ClientLimits& limits) const {
  if (!calls_) calls_ = std::make_unique<Calls>(loop_, clock_, limits);
  return calls_->client;
}

Result<void> Hub::run(std::shared_ptr<Server> server) const {
  wake();
  const std::lock_guard lock(mutex_);
  if (stopped_) return fail(Blame::gateway, "mcp.server_ended", "the gateway ends");
  loop_.post([this, server = std::move(server)] {
    servers_.insert(server);
    server->start([this, weak = std::weak_ptr(server)] {
      servers_.erase(weak.lock());
      end_if_empty();
    });
    if (ending_) server->end_at_once();
  });
  return {};
}

void Hub::serve() const {
  loop_.spawn(sweep());
  loop_.run();
}

Task<void> Hub::sweep() const {
  while (true) {
    co_await net::sleep_for(loop_, kSweep);
    sessions_.sweep();
  }
}

void Hub::stop() const {
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(stopped_, true) || !thread_.joinable()) return;
  }
  loop_.post([this] { end_all(); });
  thread_.join();
  loop_.drop_tasks();
  sessions_.clear();
}

void Hub::end_all() const {
  ending_ = true;
  const auto servers = servers_;
  for (const auto& server : servers) server->end_at_once();
  loop_.spawn(give_up());
  end_if_empty();
}

Task<void> Hub::give_up() const {
  co_await net::sleep_for(loop_, kLongestEnd);
  loop_.stop();
}

void Hub::end_if_empty() const {
  if (ending_ && servers_.empty()) loop_.stop();
}

SessionGroup::SessionGroup(std::shared_ptr<const Hub> hub)
    : hub_(std::move(hub)), number_(random_u64()) {}

SessionGroup::~SessionGroup() { hub_->sessions().remove_group(number_); }

}  // namespace jg::mcp
