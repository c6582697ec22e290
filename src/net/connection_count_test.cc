#include "net/connection_count.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace jg::net {
namespace {

using Full = ConnectionCount::Full;

boost::asio::ip::address address(const char* text) { return boost::asio::ip::make_address(text); }

TEST(ConnectionCount, gives_as_many_seats_as_there_are) {
  ConnectionCount count;
  const ConnectionLimits limits{.total = 2};
  auto first = count.take(address("192.0.2.1"), limits);
  auto second = count.take(address("192.0.2.2"), limits);
  ASSERT_TRUE(first && second);
  EXPECT_EQ(count.take(address("192.0.2.3"), limits).error(), Full::in_all);
  EXPECT_EQ(count.total(), 2u);
}

TEST(ConnectionCount, has_room_again_when_a_seat_is_left) {
  ConnectionCount count;
  const ConnectionLimits limits{.total = 1, .per_client = 1};
  {
    auto seat = count.take(address("192.0.2.1"), limits);
    ASSERT_TRUE(seat);
    const ConnectionCount::Seat moved = std::move(*seat);
    EXPECT_FALSE(count.take(address("192.0.2.2"), limits));
  }
  EXPECT_EQ(count.total(), 0u);
  EXPECT_TRUE(count.take(address("192.0.2.1"), limits));
}

TEST(ConnectionCount, counts_each_client_by_itself) {
  ConnectionCount count;
  const ConnectionLimits limits{.per_client = 1};
  auto first = count.take(address("192.0.2.1"), limits);
  auto second = count.take(address("192.0.2.2"), limits);
  ASSERT_TRUE(first && second);
  EXPECT_EQ(count.take(address("192.0.2.1"), limits).error(), Full::for_client);
  EXPECT_EQ(count.total(), 2u);
}

TEST(ConnectionCount, takes_a_mapped_address_for_the_one_it_maps) {
  ConnectionCount count;
  const ConnectionLimits limits{.per_client = 1};
  auto seat = count.take(address("192.0.2.1"), limits);
  ASSERT_TRUE(seat);
  EXPECT_FALSE(count.take(address("::ffff:192.0.2.1"), limits));
}

TEST(ConnectionCount, takes_a_whole_v6_network_for_one_client) {
  ConnectionCount count;
  const ConnectionLimits limits{.per_client = 1};
  auto seat = count.take(address("2001:db8:0:1::1"), limits);
  ASSERT_TRUE(seat);
  EXPECT_FALSE(count.take(address("2001:db8:0:1:ffff::9"), limits));
  EXPECT_TRUE(count.take(address("2001:db8:0:2::1"), limits));
}

TEST(ConnectionCount, is_exact_for_several_threads) {
  ConnectionCount count;
  const ConnectionLimits limits{.total = 100, .per_client = 3};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      for (int round = 0; round < 1000; ++round) {
        auto seat = count.take(address("192.0.2.1"), limits);
        EXPECT_TRUE(seat || seat.error() == Full::for_client);
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(count.total(), 0u);
}

}  // namespace
}  // namespace jg::net
