#include "net/dial.h"

#include <gtest/gtest.h>

#include "net/loop_fake.h"

namespace jg::net {
namespace {

using std::chrono::milliseconds;

Addresses addresses(std::initializer_list<const char*> texts) {
  Addresses out;
  for (const char* text : texts) out.push_back(boost::asio::ip::make_address(text));
  return out;
}

// A server on an address of 127.0.0.0/8; on the others nobody listens on that port.
struct Dialling : testing::Test {
  Loop loop;
  TcpAcceptor acceptor = *listen(loop, {"127.0.0.1", 0});
  const std::uint16_t port = acceptor.local_endpoint().port();

  // Takes no more connections: its queue is full, and who connects gets no answer.
  std::vector<TcpSocket> fill(const char* address, std::uint16_t& full_port) {
    boost::asio::ip::tcp::endpoint at(boost::asio::ip::make_address(address), 0);
    full.emplace(loop.context().get_executor());
    full->open(at.protocol());
    full->bind(at);
    full->listen(0);
    full_port = full->local_endpoint().port();
    std::vector<TcpSocket> fillers;
    for (int i = 0; i < 2; ++i) {
      fillers.emplace_back(loop.context().get_executor());
      fillers.back().async_connect(full->local_endpoint(), [](const auto&) {});
    }
    loop.context().restart();
    loop.context().poll();
    return fillers;
  }
  std::optional<TcpAcceptor> full;
};

TEST_F(Dialling, connects) {
  const auto socket = run(loop, dial(loop, {addresses({"127.0.0.1"}), port, milliseconds(10'000)}));
  ASSERT_TRUE(socket);
  EXPECT_EQ(socket->remote_endpoint().port(), port);
}

TEST_F(Dialling, goes_on_when_an_address_refuses) {
  const auto socket = run(loop, dial(loop, {addresses({"127.0.0.2", "127.0.0.3", "127.0.0.1"}),
                                            port, milliseconds(10'000)}));
  ASSERT_TRUE(socket);
  EXPECT_EQ(socket->remote_endpoint().address().to_string(), "127.0.0.1");
}

TEST_F(Dialling, goes_on_when_an_address_does_not_answer) {
  std::uint16_t full_port = 0;
  const auto fillers = fill("127.0.0.2", full_port);
  TcpAcceptor other = *listen(loop, {"127.0.0.1", full_port});
  const auto socket = run(
      loop, dial(loop, {addresses({"127.0.0.2", "127.0.0.1"}), full_port, milliseconds(10'000)}));
  ASSERT_TRUE(socket);
  EXPECT_EQ(socket->remote_endpoint().address().to_string(), "127.0.0.1");
}

TEST_F(Dialling, tells_the_last_refusal) {
  const auto socket =
      run(loop, dial(loop, {addresses({"127.0.0.2", "127.0.0.3"}), port, milliseconds(10'000)}));
  ASSERT_FALSE(socket);
  EXPECT_STREQ(socket.error().code, "net.connect");
  EXPECT_TRUE(socket.error().detail.starts_with("127.0.0.3: ")) << socket.error().detail;
}

TEST_F(Dialling, gives_up_in_time) {
  std::uint16_t full_port = 0;
  const auto fillers = fill("127.0.0.2", full_port);
  const auto socket = run(loop, dial(loop, {addresses({"127.0.0.2"}), full_port, milliseconds(1)}));
  ASSERT_FALSE(socket);
  EXPECT_EQ(socket.error().detail, "127.0.0.2: timed out");
}

TEST_F(Dialling, can_be_cancelled) {
  std::uint16_t full_port = 0;
  const auto fillers = fill("127.0.0.2", full_port);
  CancelSlot cancel;
  std::optional<Result<TcpSocket>> socket;
  loop.spawn(keep_result(
      dial(loop, {addresses({"127.0.0.2"}), full_port, milliseconds(0), {}, &cancel}), socket));
  loop.context().restart();
  loop.context().poll();
  EXPECT_FALSE(socket.has_value());
  cancel.cancel();
  turn_until(loop, [&] { return socket.has_value(); });
  EXPECT_FALSE(*socket);
}

}  // namespace
}  // namespace jg::net
