#include "upstream/h2_pool.h"

#include <gtest/gtest.h>

#include "upstream/h2_pool_fake.h"

namespace jg::upstream {
namespace {

using http::h2::frame;
using http::h2::number;
using http::h2::Type;
using Taken = std::optional<Result<H2Connection*>>;

const std::string kSettings = frame(Type::settings, 0, 0);
const std::string kGoaway = frame(Type::goaway, 0, 0, number(0, 4) + number(0, 4));

struct H2Pooled : testing::Test {
  H2PoolFake fake;

  void take(Taken& taken, net::CancelSlot* cancel = nullptr) {
    fake.loop.spawn(net::keep_result(fake.pool.take(cancel), taken));
    fake.settle();
  }
  H2Connection& take() {
    Taken taken;
    take(taken);
    EXPECT_TRUE(taken && *taken && **taken != nullptr);
    return ***taken;
  }
  static void expect_failure(const Taken& taken, const char* code) {
    ASSERT_TRUE(taken);
    ASSERT_FALSE(*taken);
    EXPECT_STREQ(taken->error().code, code);
  }
};

TEST_F(H2Pooled, shares_a_connection) {
  H2Connection& connection = take();
  connection.new_call();
  EXPECT_EQ(&take(), &connection);
  EXPECT_EQ(fake.opener.calls, 1u);
}

TEST_F(H2Pooled, opens_one_connection_for_all_who_wait) {
  fake.opener.greeting.clear();
  Taken first, second;
  take(first);
  take(second);
  EXPECT_FALSE(first) << "no call before the peer's settings";
  fake.wire().arrive(kSettings);
  fake.settle();
  ASSERT_TRUE(first && second);
  EXPECT_EQ(**first, **second);
  EXPECT_EQ(fake.opener.calls, 1u);
}

TEST_F(H2Pooled, opens_another_when_the_peer_allows_no_more) {
  fake.opener.greeting = allow_streams(2);
  H2Connection& connection = take();
  connection.new_call();
  H2Call& last = connection.new_call();
  EXPECT_NE(&take(), &connection);
  connection.end_call(last, nullptr);
  EXPECT_EQ(&take(), &connection) << "the first that has room";
}

TEST_F(H2Pooled, opens_another_when_its_own_limit_is_reached) {
  fake.limits.streams = 1;
  H2Connection& connection = take();
  connection.new_call();
  EXPECT_NE(&take(), &connection);
}

TEST_F(H2Pooled, gives_the_room_of_a_call_that_ends_to_who_waits) {
  fake.opener.greeting = allow_streams(1);
  H2Connection& connection = take();
  H2Call& call = connection.new_call();
  fake.opener.greeting.clear();  // the next one is not ready soon
  Taken waiting;
  take(waiting);
  EXPECT_FALSE(waiting);
  connection.end_call(call, nullptr);
  fake.settle();
  ASSERT_TRUE(waiting && *waiting);
  EXPECT_EQ(**waiting, &connection);
}

TEST_F(H2Pooled, says_that_a_peer_which_takes_no_streams_is_busy) {
  fake.opener.greeting = allow_streams(0);
  Taken taken;
  take(taken);
  expect_failure(taken, "upstream.busy");
  EXPECT_EQ(fake.opener.calls, 1u);
}

TEST_F(H2Pooled, tells_all_who_wait_why_no_connection_could_be_opened) {
  fake.opener.failure = Error{Blame::upstream, "upstream.connect", "refused"};
  Taken taken;
  take(taken);
  expect_failure(taken, "upstream.connect");
  EXPECT_TRUE(fake.pool.is_unused());
}

TEST_F(H2Pooled, gives_up_on_a_peer_that_leaves_before_it_was_used) {
  fake.opener.greeting += kGoaway;
  Taken taken;
  take(taken);
  expect_failure(taken, "upstream.closed");
  EXPECT_EQ(fake.opener.calls, 1u);
}

TEST_F(H2Pooled, gives_up_on_a_peer_that_breaks_the_rules_at_once) {
  fake.opener.greeting = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";
  Taken taken;
  take(taken);
  expect_failure(taken, "upstream.malformed");
}

TEST_F(H2Pooled, gives_up_on_a_peer_that_sends_no_settings_in_time) {
  fake.limits.connect_timeout = std::chrono::milliseconds(1);
  fake.opener.greeting.clear();
  Taken taken;
  take(taken);
  net::turn_until(fake.loop, [&] { return taken.has_value(); });
  expect_failure(taken, "upstream.timeout");
}

TEST_F(H2Pooled, asks_anew_behind_a_failure) {
  fake.opener.failure = Error{Blame::upstream, "upstream.connect", "refused"};
  Taken taken;
  take(taken);
  fake.opener.failure.reset();
  take();
  EXPECT_EQ(fake.opener.calls, 2u);
}

TEST_F(H2Pooled, lets_a_client_leave_while_it_waits) {
  fake.opener.greeting.clear();
  Taken leaving, staying;
  net::CancelSlot cancel;
  take(leaving, &cancel);
  take(staying);
  cancel.cancel();
  fake.settle();
  expect_failure(leaving, "http.client_gone");
  fake.wire().arrive(kSettings);
  fake.settle();
  EXPECT_TRUE(staying && *staying);
}

TEST_F(H2Pooled, gives_a_connection_on_which_the_server_chose_http1_to_the_other_pool) {
  fake.opener.speaks = http::Version::http11;
  fake.opener.greeting.clear();
  Taken taken;
  take(taken);
  ASSERT_TRUE(taken && *taken);
  EXPECT_EQ(**taken, nullptr);
  EXPECT_EQ(fake.h1.idle(), 1u);
  EXPECT_TRUE(fake.pool.is_unused());
}

}  // namespace
}  // namespace jg::upstream
