#include "proxy/join.h"

#include <gtest/gtest.h>

#include "http/h1/tunnel.h"
#include "net/loop_fake.h"
#include "net/stream_fake.h"

namespace jg::proxy {
namespace {

using std::chrono::milliseconds;

struct Joining : testing::Test {
  net::Loop loop;
  net::Wire client{loop};
  net::Wire upstream{loop};

  static std::unique_ptr<http::Tunnel> tunnel(net::Wire& wire) {
    return http::h1::make_tunnel(std::make_unique<net::StreamFake>(wire), "");
  }
  Joined join(milliseconds stall) {
    const auto a = tunnel(client);
    const auto b = tunnel(upstream);
    return net::run(loop, proxy::join(loop, *a, *b, stall));
  }
};

// Both sides end when it expires.
class EndLater final : public net::Deadline {
 public:
  EndLater(net::Wire& one, net::Wire& other) : one_(one), other_(other) {}

 private:
  void on_expired() override {
    one_.end();
    other_.end();
  }
  net::Wire& one_;
  net::Wire& other_;
};

TEST_F(Joining, carries_both_ways_until_both_have_ended) {
  client.arrive("hello");
  upstream.arrive("hi");
  upstream.arrive("there");
  client.end();
  upstream.end();
  const Joined joined = join(kTunnelStall);
  EXPECT_EQ(client.written, "hithere");
  EXPECT_EQ(upstream.written, "hello");
  EXPECT_EQ(joined.to_client, 7u);
  EXPECT_EQ(joined.to_upstream, 5u);
  EXPECT_TRUE(client.finished && upstream.finished);
  EXPECT_FALSE(client.aborted || upstream.aborted);
}

TEST_F(Joining, ends_when_one_side_takes_nothing) {
  upstream.arrive("more than it takes");
  client.stop_taking();
  join(milliseconds(1));
  EXPECT_TRUE(client.aborted && upstream.aborted);
}

TEST_F(Joining, ends_when_one_side_has_ended_and_the_other_is_silent) {
  client.end();
  join(milliseconds(1));
  EXPECT_TRUE(upstream.finished);
  EXPECT_TRUE(client.aborted && upstream.aborted);
}

TEST_F(Joining, waits_for_ever_while_both_are_silent) {
  EndLater later(client, upstream);
  later.set(loop.deadlines(), milliseconds(300));
  join(milliseconds(1));
  EXPECT_FALSE(client.aborted || upstream.aborted);
}

TEST_F(Joining, ends_both_when_one_breaks) {
  upstream.arrive("nobody is there");
  client.refuse_writes();
  join(kTunnelStall);
  EXPECT_TRUE(client.aborted && upstream.aborted);
}

}  // namespace
}  // namespace jg::proxy
