#include "upstream/h2_connection.h"

#include <gtest/gtest.h>

#include "http/h2/session_fake.h"
#include "upstream/h2_pool_fake.h"

namespace jg::upstream {
namespace {

using namespace http::h2;

const std::string kGoaway = frame(Type::goaway, 0, 0, number(0x7fffffff, 4) + number(0, 4));

struct H2Connections : testing::Test {
  H2PoolFake fake;
  http::RequestHead head;
  StreamUserFake user;

  H2Connections() {
    head.method = "GET";
    head.scheme = "http";
    head.target = "/";
    head.authority = "a";
  }
  H2Connection& open() {
    auto taken = net::run(fake.loop, fake.pool.take(nullptr));
    EXPECT_TRUE(taken && *taken != nullptr);
    return **taken;
  }
  http::h2::Stream* request(H2Connection& connection) {
    auto stream = connection.request(head, {}, End::now, user);
    EXPECT_TRUE(stream);
    fake.settle();
    return *stream;
  }
  // The upstream says so.
  void arrive(std::string bytes) {
    fake.wire().arrive(std::move(bytes));
    settle();
  }
  // It hangs up when it is told to.
  void settle() {
    fake.settle();
    if (fake.wire().finished) fake.wire().end();
    fake.settle();
  }
};

TEST_F(H2Connections, takes_no_call_behind_goaway_and_goes_with_its_last) {
  H2Connection& connection = open();
  H2Call& call = connection.new_call();
  http::h2::Stream* const stream = request(connection);
  arrive(kGoaway);
  EXPECT_FALSE(connection.has_room());
  EXPECT_FALSE(fake.wire().finished);
  connection.end_call(call, stream);
  settle();
  EXPECT_TRUE(fake.wire().destroyed);
}

TEST_F(H2Connections, goes_at_once_when_nobody_calls) {
  open();
  arrive(kGoaway);
  EXPECT_TRUE(fake.wire().destroyed);
  EXPECT_TRUE(fake.pool.is_unused());
}

TEST_F(H2Connections, heeds_what_the_peer_allows_later) {
  H2Connection& connection = open();
  connection.new_call();
  EXPECT_TRUE(connection.has_room());
  arrive(allow_streams(1));
  EXPECT_FALSE(connection.has_room());
  arrive(allow_streams(2));
  EXPECT_TRUE(connection.has_room());
}

TEST_F(H2Connections, sends_a_reset_before_the_next_call_takes_its_place) {
  fake.opener.greeting = allow_streams(1);
  H2Connection& connection = open();
  H2Call& call = connection.new_call();
  http::h2::Stream* const stream = request(connection);
  EXPECT_FALSE(connection.has_room());
  connection.end_call(call, stream);
  EXPECT_TRUE(connection.has_room());
  EXPECT_EQ(fake.sent(Type::rst_stream).size(), 1u);
}

TEST_F(H2Connections, uses_calls_again) {
  H2Connection& connection = open();
  H2Call& call = connection.new_call();
  EXPECT_EQ(connection.calls(), 1u);
  connection.end_call(call, nullptr);
  EXPECT_EQ(connection.calls(), 0u);
  EXPECT_EQ(&connection.new_call(), &call);
}

TEST_F(H2Connections, tells_all_streams_when_it_ends) {
  H2Connection& connection = open();
  H2Call& call = connection.new_call();
  http::h2::Stream* const stream = request(connection);
  fake.wire().end();
  fake.settle();
  EXPECT_EQ(user.closed, ErrorCode::connect_error);
  ASSERT_TRUE(connection.why());
  EXPECT_STREQ(connection.why()->code, "upstream.closed");
  connection.end_call(call, stream);
  EXPECT_TRUE(fake.wire().destroyed);
}

TEST_F(H2Connections, says_how_the_peer_broke_the_rules) {
  H2Connection& connection = open();
  H2Call& call = connection.new_call();
  fake.wire().arrive(frame(Type::data, 0, 0, "x"));
  fake.settle();
  ASSERT_TRUE(connection.why());
  EXPECT_STREQ(connection.why()->code, "upstream.malformed");
  EXPECT_EQ(fake.sent(Type::goaway).size(), 1u);
  connection.end_call(call, nullptr);
}

TEST_F(H2Connections, closes_when_idle_for_too_long) {
  fake.limits.idle_timeout = std::chrono::milliseconds(1);
  open();
  net::turn_until(fake.loop, [&] { return fake.wire().finished; });
  EXPECT_EQ(fake.sent(Type::goaway).size(), 1u);
  settle();
  EXPECT_TRUE(fake.wire().destroyed);
}

TEST_F(H2Connections, closes_when_asked_to_behind_its_last_call) {
  H2Connection& busy = open();
  H2Call& call = busy.new_call();
  http::h2::Stream* const stream = request(busy);
  fake.pool.close_idle();
  settle();
  EXPECT_FALSE(fake.wire().finished);
  busy.end_call(call, stream);
  settle();
  EXPECT_TRUE(fake.wire().destroyed);
}

}  // namespace
}  // namespace jg::upstream
