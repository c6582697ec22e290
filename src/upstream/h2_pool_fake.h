// upstream/h2_pool_fake.h - a pool of HTTP/2 connections whose other sides are scripts, for tests.
//
// Owner: the test. What it holds of the pool's goes before this.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "net/loop_fake.h"
#include "upstream/h2_pool.h"
#include "upstream/opener_fake.h"

namespace jg::upstream {

struct H2PoolFake {
  ~H2PoolFake() { loop.drop_tasks(); }

  // Until nothing moves any more.
  void settle() {
    loop.context().restart();
    loop.context().poll();
  }
  net::Wire& wire(std::size_t index = 0) { return opener.wires.at(index); }
  // What an upstream was sent behind the preface.
  std::vector<http::h2::Frame> sent(http::h2::Type type, std::size_t index = 0) {
    constexpr std::string_view kPreface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    std::vector<http::h2::Frame> found;
    for (auto& frame : http::h2::read_frames(wire(index).written.substr(kPreface.size())))
      if (frame.type == type) found.push_back(std::move(frame));
    return found;
  }

  net::Loop loop;
  ClientLimits limits;
  const Endpoint endpoint{.host = "upstream"};
  OpenerFake opener{loop};
  Pool h1{limits, loop};
  H2Pool pool{endpoint, Offer::either, nullptr, {loop, limits, opener, h1}};
};

// Settings of a peer that allows so many streams at a time.
inline std::string allow_streams(std::uint32_t count) {
  using http::h2::number;
  return http::h2::frame(http::h2::Type::settings, 0, 0, number(3, 2) + number(count, 4));
}

}  // namespace jg::upstream
