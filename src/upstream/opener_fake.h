// upstream/opener_fake.h - connections whose other side is a script, for tests of what shares them.
//
// Owner: the test; it outlives the connections.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "http/h2/frames_fake.h"
#include "net/stream_fake.h"
#include "upstream/opener.h"

namespace jg::upstream {

class OpenerFake final : public Opener {
 public:
  explicit OpenerFake(net::Loop& loop) : loop_(loop) {}

  Task<Result<Connected>> connect(const Endpoint&, Offer, std::shared_ptr<net::TlsSession>,
                                  net::CancelSlot*) override {
    ++calls;
    if (failure) co_return std::unexpected(*failure);
    net::Wire& wire = wires.emplace_back(loop_);
    if (!greeting.empty()) wire.arrive(greeting);
    co_return Connected{std::make_unique<net::StreamFake>(wire), "upstream:80", speaks};
  }

  std::string greeting = http::h2::frame(http::h2::Type::settings, 0, 0);
  http::Version speaks = http::Version::http2;
  std::optional<Error> failure;
  std::size_t calls = 0;
  std::deque<net::Wire> wires;

 private:
  net::Loop& loop_;
};

}  // namespace jg::upstream
