#include "upstream/pool.h"

#include <gtest/gtest.h>

#include "net/loop_fake.h"
#include "net/stream_fake.h"

namespace jg::upstream {
namespace {

struct Pooled : testing::Test {
  net::Loop loop;
  ClientLimits limits;
  net::Wire first{loop};
  net::Wire second{loop};
  Pool pool{limits, loop};

  Connection* add(net::Wire& wire) {
    return pool.add(std::make_unique<net::StreamFake>(wire), "127.0.0.1:80");
  }
};

TEST_F(Pooled, gives_the_warmest_first) {
  Connection* cold = add(first);
  Connection* warm = add(second);
  pool.keep(cold);
  pool.keep(warm);
  EXPECT_EQ(pool.take_idle(), warm);
  EXPECT_EQ(pool.take_idle(), cold);
  EXPECT_EQ(pool.take_idle(), nullptr);
}

TEST_F(Pooled, passes_over_those_whose_peer_closed_or_spoke) {
  pool.keep(add(first));
  pool.keep(add(second));
  first.end();
  second.arrive("HTTP/1.1 408 Request Timeout\r\n\r\n");
  EXPECT_EQ(pool.take_idle(), nullptr);
  EXPECT_TRUE(first.destroyed);
  EXPECT_TRUE(second.destroyed);
}

TEST_F(Pooled, closes_what_is_idle) {
  pool.keep(add(first));
  pool.close_idle();
  EXPECT_TRUE(first.destroyed);
  EXPECT_EQ(pool.take_idle(), nullptr);
}

TEST_F(Pooled, keeps_no_more_than_the_limit) {
  limits.idle_connections = 1;
  pool.keep(add(first));
  pool.keep(add(second));
  EXPECT_FALSE(first.destroyed);
  EXPECT_TRUE(second.destroyed);
}

TEST_F(Pooled, closes_those_that_were_idle_too_long_though_nobody_asks) {
  limits.idle_timeout = std::chrono::milliseconds(1);
  pool.keep(add(first));
  net::turn_until(loop, [&] { return first.destroyed; });
  EXPECT_EQ(pool.take_idle(), nullptr);
}

}  // namespace
}  // namespace jg::upstream
