#include "net/tls_stream.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include "net/tls_pair_fake.h"

namespace jg::net {
namespace {

constexpr std::size_t kMany = 3 * 1024 * 1024;

struct TlsStreams : testing::Test, TlsPairFake {
  void SetUp() override {
    shake_hands();
    ASSERT_TRUE(accepted->has_value());
    ASSERT_TRUE(connected->has_value());
  }
  Result<std::size_t> read(Stream& stream, std::string& into) {
    char buffer[32 * 1024];
    auto got = run(loop, stream.read_some(buffer, sizeof buffer));
    if (got) into.append(buffer, *got);
    return got;
  }
  static int descriptor(Stream& stream) {
    return static_cast<TlsStream&>(stream).socket().descriptor();
  }
  std::string read_text(Stream& stream) {
    std::string text;
    auto got = read(stream, text);
    return got ? text : got.error().detail;
  }
  // Lets the loop learn what has come.
  void hear() {
    loop.context().restart();
    loop.context().poll();
  }
  // Starts a read and gives the loop a chance to let it wait.
  void begin_read(Stream& stream, char* to, std::optional<Result<std::size_t>>& result) {
    loop.spawn(keep_result(stream.read_some(to, 16), result));
    hear();
  }
};

Task<Result<std::size_t>> drain(Stream& stream, std::size_t until) {
  std::vector<char> buffer(64 * 1024);
  std::size_t total = 0;
  while (total < until) {
    auto got = co_await stream.read_some(buffer.data(), buffer.size());
    if (!got) co_return got;
    if (*got == 0) break;
    total += *got;
  }
  co_return total;
}

TEST_F(TlsStreams, carry_small_writes_at_once) {
  EXPECT_EQ(at_client().try_write("ping"), 4u);
  EXPECT_EQ(read_text(at_server()), "ping");
  EXPECT_EQ(at_server().try_write("pong"), 4u);
  EXPECT_EQ(read_text(at_client()), "pong");
}

TEST_F(TlsStreams, carry_much_both_ways_at_a_time) {
  const std::string much(kMany, 'x');
  std::optional<Result<void>> up, down;
  std::optional<Result<std::size_t>> at_far, at_near;
  loop.spawn(keep_result(at_client().write_all(much), up));
  loop.spawn(keep_result(at_server().write_all(much), down));
  loop.spawn(keep_result(drain(at_server(), kMany), at_far));
  loop.spawn(keep_result(drain(at_client(), kMany), at_near));
  turn_until(loop, [&] { return up && down && at_far && at_near; });
  EXPECT_EQ(*at_far, kMany);
  EXPECT_EQ(*at_near, kMany);
}

TEST_F(TlsStreams, take_no_more_than_the_kernel_and_go_on_behind_it) {
  const std::string much(kMany, 'x');
  const int little = 64 * 1024;
  ::setsockopt(descriptor(at_client()), SOL_SOCKET, SO_SNDBUF, &little, sizeof little);
  ::setsockopt(descriptor(at_server()), SOL_SOCKET, SO_RCVBUF, &little, sizeof little);
  std::size_t sent = 0;
  while (true) {
    const auto taken = at_client().try_write(std::string_view(much).substr(sent));
    ASSERT_TRUE(taken.has_value());
    if (*taken == 0) break;
    sent += *taken;
  }
  ASSERT_LT(sent, kMany);
  std::optional<Result<void>> rest;
  std::optional<Result<std::size_t>> got;
  loop.spawn(keep_result(at_client().write_all(std::string_view(much).substr(sent)), rest));
  loop.spawn(keep_result(drain(at_server(), kMany), got));
  turn_until(loop, [&] { return rest && got; });
  EXPECT_EQ(*got, kMany);
}

TEST_F(TlsStreams, tell_an_end_from_a_cut) {
  at_client().finish_writing();
  EXPECT_EQ(read_text(at_server()), "");
  EXPECT_TRUE(at_server().peer_is_gone());
  // The other way still works.
  EXPECT_EQ(at_server().try_write("late"), 4u);
  EXPECT_EQ(read_text(at_client()), "late");
  at_server().abort();
  EXPECT_EQ(read_text(at_client()), "the connection ended without close_notify");
}

TEST_F(TlsStreams, announce_the_end_also_when_they_are_dropped) {
  (*connected)->stream.reset();
  EXPECT_EQ(read_text(at_server()), "");
}

TEST_F(TlsStreams, are_quiet_while_only_tickets_wait) {
  hear();
  EXPECT_TRUE(at_client().is_quiet());
  EXPECT_TRUE(at_server().is_quiet());
  EXPECT_EQ(at_server().try_write("unasked"), 7u);
  hear();
  EXPECT_FALSE(at_client().is_quiet());
  at_client().abort();
  EXPECT_FALSE(at_client().is_quiet());
  EXPECT_TRUE(at_client().peer_is_gone());
}

TEST_F(TlsStreams, stay_open_when_a_read_is_cancelled) {
  char byte[16];
  std::optional<Result<std::size_t>> result;
  begin_read(at_server(), byte, result);
  at_server().cancel_read();
  turn_until(loop, [&] { return result.has_value(); });
  EXPECT_STREQ(result->error().code, "net.closed");
  EXPECT_EQ(at_client().try_write("ping"), 4u);
  EXPECT_EQ(read_text(at_server()), "ping");
}

TEST_F(TlsStreams, end_what_waits_when_they_are_aborted) {
  char byte[16];
  std::optional<Result<std::size_t>> result;
  begin_read(at_server(), byte, result);
  at_server().abort();
  turn_until(loop, [&] { return result.has_value(); });
  EXPECT_STREQ(result->error().code, "net.closed");
  EXPECT_FALSE(at_server().try_write("late").has_value());
}

TEST_F(TlsStreams, bear_no_flood_of_records_without_data) {
  SSL* const ssl = static_cast<TlsStream&>(at_client()).ssl();
  char byte[16];
  std::optional<Result<std::size_t>> result;
  begin_read(at_server(), byte, result);
  for (int i = 0; i < 1000 && !result; ++i) {
    ASSERT_EQ(SSL_key_update(ssl, SSL_KEY_UPDATE_NOT_REQUESTED), 1);
    ASSERT_EQ(SSL_do_handshake(ssl), 1);
    loop.context().poll();
  }
  ASSERT_TRUE(result.has_value());
  EXPECT_EQ(result->error().detail, "too many records without data");
}

TEST_F(TlsStreams, bear_new_keys_between_data) {
  SSL* const ssl = static_cast<TlsStream&>(at_client()).ssl();
  for (int i = 0; i < 100; ++i) {
    ASSERT_EQ(SSL_key_update(ssl, SSL_KEY_UPDATE_REQUESTED), 1);
    ASSERT_EQ(SSL_do_handshake(ssl), 1);
    EXPECT_EQ(at_client().try_write("ping"), 4u);
    EXPECT_EQ(read_text(at_server()), "ping");
    EXPECT_EQ(at_server().try_write("pong"), 4u);
    EXPECT_EQ(read_text(at_client()), "pong");
  }
}

}  // namespace
}  // namespace jg::net
