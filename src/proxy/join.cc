#include "proxy/join.h"

#include <memory>

#include "net/event.h"

namespace jg::proxy {
namespace {

constexpr std::size_t kBuffer = 16 * 1024;

// One way through the tunnel; its deadline ends both.
class Direction final : public net::Deadline {
 public:
  Direction(net::DeadlineList& deadlines, std::chrono::milliseconds stall, http::Tunnel& from,
            http::Tunnel& to)
      : deadlines_(deadlines), stall_(stall), from_(from), to_(to) {}

  std::uint64_t count() const { return count_; }

  // An end is passed on as an end; a break ends both directions.
  Task<void> pump(Direction& other) {
    const auto buffer = std::make_unique_for_overwrite<char[]>(kBuffer);
    while (true) {
      auto got = co_await from_.read_some(buffer.get(), kBuffer);
      if (got && *got == 0) {
        to_.finish_writing();
        break;
      }
      bool good = got.has_value();
      if (good) {
        set(deadlines_, stall_);
        auto sent = co_await to_.write_all({buffer.get(), *got});
        clear();
        good = sent.has_value();
      }
      if (!good) {
        on_expired();
        break;
      }
      count_ += *got;
      if (other.ended_) set(deadlines_, stall_);
    }
    clear();
    ended_ = true;
    if (!other.ended_ && !other.is_set()) other.set(deadlines_, stall_);
  }

 private:
  void on_expired() override {
    from_.abort();
    to_.abort();
  }

  net::DeadlineList& deadlines_;
  const std::chrono::milliseconds stall_;
  http::Tunnel& from_;
  http::Tunnel& to_;
  std::uint64_t count_ = 0;
  bool ended_ = false;
};

Task<void> pump_beside(Direction& direction, Direction& other, net::Event& done) {
  co_await direction.pump(other);
  done.set();
}

}  // namespace

Task<Joined> join(net::Loop& loop, http::Tunnel& client, http::Tunnel& upstream,
                  std::chrono::milliseconds stall) {
  Direction up(loop.deadlines(), stall, client, upstream);
  Direction down(loop.deadlines(), stall, upstream, client);
  net::Event up_done(loop);
  loop.spawn(pump_beside(up, down, up_done));
  co_await down.pump(up);
  co_await up_done.wait();
  co_return Joined{down.count(), up.count()};
}

}  // namespace jg::proxy
