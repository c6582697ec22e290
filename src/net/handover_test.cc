#include "net/handover.h"
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>

#include <vector>

namespace jg::net {
namespace {

// Listening sockets of one port, and clients that connect to it.
class HandoverTest : public ::testing::Test {
 protected:
  std::vector<TcpAcceptor> listen_twice() {
    std::vector<TcpAcceptor> made;
    for (int i = 0; i < 2; ++i) {
      auto acceptor = listen(loop_, {"127.0.0.1", port_});
      EXPECT_TRUE(acceptor.has_value());
      port_ = acceptor->local_endpoint().port();
      acceptor->non_blocking(true);
      made.push_back(std::move(*acceptor));
    }
    return made;
  }

  // Whether the handshake came to its end within `patience`.
  bool connect(int patience_ms) {
    const TcpEndpoint to(boost::asio::ip::address_v4::loopback(), port_);
    auto& client = clients_.emplace_back(loop_.context().get_executor());
    client.open(to.protocol());
    client.non_blocking(true);
    ::connect(client.native_handle(), to.data(), static_cast<socklen_t>(to.size()));
    pollfd writable{client.native_handle(), POLLOUT, 0};
    return ::poll(&writable, 1, patience_ms) == 1;
  }

  int accept_all(std::vector<TcpAcceptor>& from) {
    int count = 0;
    for (TcpAcceptor& acceptor : from) {
      boost::system::error_code error;
      while (!error) {
        accepted_.emplace_back(loop_.context().get_executor());
        acceptor.accept(accepted_.back(), error);
        if (!error) ++count;
      }
    }
    return count;
  }

  static constexpr int kLong = 10'000, kShort = 50;
  Loop loop_;
  std::uint16_t port_ = 0;
  std::vector<TcpSocket> clients_;
  std::vector<TcpSocket> accepted_;
};

TEST_F(HandoverTest, steers_new_connections_to_those_who_came_later) {
  auto first = listen_twice();
  auto second = listen_twice();
  steer_to_others(first.front().native_handle(), 2);
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(connect(kLong));
  EXPECT_EQ(accept_all(first), 0);
  EXPECT_EQ(accept_all(second), 20);
}

TEST_F(HandoverTest, steers_nowhere_when_nobody_else_listens) {
  auto first = listen_twice();
  steer_to_others(first.front().native_handle(), 2);
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(connect(kLong));
  EXPECT_EQ(accept_all(first), 20);
}

TEST_F(HandoverTest, steers_the_successor_to_its_own_successor) {
  auto second = listen_twice();
  {
    auto first = std::move(second);
    second = listen_twice();
    steer_to_others(first.front().native_handle(), 2);
    stop_steering(first.front().native_handle());
  }
  auto third = listen_twice();
  steer_to_others(second.front().native_handle(), 2);
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(connect(kLong));
  EXPECT_EQ(accept_all(second), 0);
  EXPECT_EQ(accept_all(third), 20);
}

TEST_F(HandoverTest, turns_away_who_comes_new_and_keeps_who_waits) {
  auto first = listen_twice();
  EXPECT_TRUE(connect(kLong));
  for (TcpAcceptor& one : first) turn_new_away(one.native_handle());
  EXPECT_FALSE(connect(kShort));
  EXPECT_EQ(accept_all(first), 1);
}

TEST_F(HandoverTest, knows_whether_somebody_listens) {
  auto first = listen_twice();
  EXPECT_TRUE(has_listener({"127.0.0.1", port_}));
  EXPECT_TRUE(has_listener({"[::]", port_}));
  for (TcpAcceptor& one : first) one.close();
  EXPECT_FALSE(has_listener({"127.0.0.1", port_}));
}

}  // namespace
}  // namespace jg::net
