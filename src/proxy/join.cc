#include "proxy/join.h"

#include <memory>

#include "net/event.h"

namespace jg::proxy {
namespace {

constexpr std::size_t kBuffer = 16 * 1024;

// An end is passed on as an end; a break ends both directions.
Task<void> pump(http::Tunnel& from, http::Tunnel& to, std::uint64_t& count) {
  const auto buffer = std::make_unique_for_overwrite<char[]>(kBuffer);
  while (true) {
    auto got = co_await from.read_some(buffer.get(), kBuffer);
    if (got && *got == 0) {
      to.finish_writing();
      co_return;
    }
    bool good = got.has_value();
    if (good) {
      auto sent = co_await to.write_all({buffer.get(), *got});
      good = sent.has_value();
    }
    if (!good) {
      from.abort();
      to.abort();
      co_return;
    }
    count += *got;
  }
}

Task<void> pump_beside(http::Tunnel& from, http::Tunnel& to, std::uint64_t& count,
                       net::Event& done) {
  co_await pump(from, to, count);
  done.set();
}

}  // namespace

Task<Joined> join(net::Loop& loop, http::Tunnel& client, http::Tunnel& upstream) {
  Joined joined;
  net::Event up_done(loop);
  loop.spawn(pump_beside(client, upstream, joined.to_upstream, up_done));
  co_await pump(upstream, client, joined.to_client);
  co_await up_done.wait();
  co_return joined;
}

}  // namespace jg::proxy
