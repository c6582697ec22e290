#include "upstream/connection.h"

#include <gtest/gtest.h>

#include "http/body_fake.h"
#include "net/loop_fake.h"
#include "net/stream_fake.h"
#include "upstream/pool.h"

namespace jg::upstream {
namespace {

using std::chrono::milliseconds;

struct Calls : testing::Test {
  net::Loop loop;
  ClientLimits limits;
  net::Wire wire{loop};
  std::optional<Pool> pool;
  Connection* connection = nullptr;
  http::RequestHead head;
  http::ResponseHead answered;
  Answer answer{answered};

  void SetUp() override {
    pool.emplace(limits, loop);
    connection = pool->add(std::make_unique<net::StreamFake>(wire), "127.0.0.1:80");
    head.method = "GET";
    head.target = "/";
    head.authority = "a";
  }
  Outcome<void> exchange(const Call& call) {
    return net::run(loop, connection->exchange(call, answer));
  }
  std::string read_body() {
    auto text = net::run(loop, http::read_all(*answer.body, 1 << 20, Blame::upstream));
    return text ? std::move(*text) : "error " + std::string(text.error().code);
  }
  // As a whole call does, so that the next one is on a reused connection.
  void call_once() {
    wire.arrive("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    ASSERT_TRUE(exchange({head}));
    ASSERT_EQ(read_body(), "ok");
    answer.body.reset();
    connection = pool->take_idle();
    ASSERT_NE(connection, nullptr);
  }
};

TEST_F(Calls, give_status_fields_and_body_of_the_answer) {
  wire.arrive("HTTP/1.1 201 Created\r\nContent-Le");
  wire.arrive("ngth: 5\r\nConnection: x-hop\r\nX-Hop: 1\r\nX-End: 2\r\n\r\nhe");
  wire.arrive("llo");
  ASSERT_TRUE(exchange({head}));
  EXPECT_EQ(answered.status, 201);
  EXPECT_FALSE(answered.fields.has("x-hop"));
  EXPECT_TRUE(answered.fields.has("x-end"));
  EXPECT_EQ(read_body(), "hello");
  EXPECT_TRUE(wire.written.starts_with("GET / HTTP/1.1\r\nhost: a\r\n"));
}

TEST_F(Calls, skip_interim_answers) {
  wire.arrive(
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 204 No "
      "Content\r\n\r\n");
  ASSERT_TRUE(exchange({head}));
  EXPECT_EQ(answered.status, 204);
}

TEST_F(Calls, refuse_interim_answers_without_end) {
  std::string interim;
  for (int i = 0; i < 100; ++i) interim += "HTTP/1.1 102 Processing\r\n\r\n";
  wire.arrive(interim + "HTTP/1.1 204 No Content\r\n\r\n");
  const Outcome<void> outcome = exchange({head});
  ASSERT_FALSE(outcome);
  EXPECT_STREQ(outcome.error().error.code, "upstream.malformed");
  EXPECT_EQ(outcome.error().again, Again::never);
}

TEST_F(Calls, keep_the_connection_after_a_whole_answer) {
  call_once();
  EXPECT_FALSE(wire.destroyed);
}

TEST_F(Calls, close_the_connection_when_the_requests_body_may_be_unread) {
  head.method = "GET";
  wire.arrive("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
  ASSERT_TRUE(exchange({.head = head, .text = "GET /prefix HTTP/1.1\r\nX: "}));
  EXPECT_EQ(read_body(), "ok");
  answer.body.reset();
  EXPECT_TRUE(wire.destroyed);
}

TEST_F(Calls, close_the_connection_when_the_answer_is_dropped_halfway) {
  wire.arrive("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe");
  ASSERT_TRUE(exchange({head}));
  answer.body.reset();
  EXPECT_TRUE(wire.destroyed);
  EXPECT_EQ(pool->take_idle(), nullptr);
}

TEST_F(Calls, close_the_connection_when_more_came_than_the_answer) {
  wire.arrive("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\n\r\n");
  ASSERT_TRUE(exchange({head}));
  EXPECT_EQ(read_body(), "ok");
  answer.body.reset();
  EXPECT_TRUE(wire.destroyed);
}

TEST_F(Calls, close_the_connection_when_the_answer_says_so) {
  wire.arrive("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
  ASSERT_TRUE(exchange({head}));
  EXPECT_EQ(read_body(), "ok");
  answer.body.reset();
  EXPECT_TRUE(wire.destroyed);
}

TEST_F(Calls, look_again_at_a_connection_whose_answer_had_no_body) {
  head.method = "HEAD";
  wire.arrive("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
  ASSERT_TRUE(exchange({head}));
  answer.body.reset();
  wire.arrive("hello");  // sent all the same, a moment later
  EXPECT_EQ(pool->take_idle(), nullptr);
}

TEST_F(Calls, read_a_body_until_close_and_tell_a_broken_one) {
  wire.arrive("HTTP/1.1 200 OK\r\n\r\nsome");
  wire.end();
  ASSERT_TRUE(exchange({head}));
  EXPECT_EQ(read_body(), "some");
}

TEST_F(Calls, tell_an_answer_that_ends_early) {
  wire.arrive("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nsome");
  wire.end();
  ASSERT_TRUE(exchange({head}));
  EXPECT_EQ(read_body(), "error upstream.closed");
}

TEST_F(Calls, tell_a_malformed_chunk_as_such_however_it_arrives) {
  wire.arrive("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
  wire.arrive("nonsense\r\n");
  ASSERT_TRUE(exchange({head}));
  EXPECT_EQ(read_body(), "error upstream.malformed");
}

TEST_F(Calls, tell_a_malformed_head) {
  wire.arrive("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n");
  const Outcome<void> outcome = exchange({head});
  ASSERT_FALSE(outcome);
  EXPECT_STREQ(outcome.error().error.code, "upstream.malformed");
  EXPECT_EQ(outcome.error().again, Again::never);
}

TEST_F(Calls, are_not_repeated_on_a_fresh_connection) {
  wire.end();
  const Outcome<void> outcome = exchange({head});
  ASSERT_FALSE(outcome);
  EXPECT_STREQ(outcome.error().error.code, "upstream.closed");
  EXPECT_EQ(outcome.error().again, Again::never);
}

TEST_F(Calls, may_be_repeated_when_a_reused_connection_was_dead) {
  call_once();
  wire.end();
  const Outcome<void> outcome = exchange({head});
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().again, Again::elsewhere);
}

TEST_F(Calls, are_not_repeated_when_a_byte_of_the_answer_came) {
  call_once();
  wire.arrive("HTTP/1.1 2");
  wire.end();
  const Outcome<void> outcome = exchange({head});
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().again, Again::never);
}

TEST_F(Calls, are_not_repeated_when_sent_and_not_idempotent) {
  call_once();
  wire.end();
  head.method = "POST";
  const Outcome<void> outcome = exchange({.head = head, .text = "body"});
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().again, Again::never);
}

TEST_F(Calls, may_be_repeated_when_nothing_could_be_sent) {
  call_once();
  wire.refuse_writes();
  head.method = "POST";
  const Outcome<void> outcome = exchange({.head = head, .text = "body"});
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().again, Again::elsewhere);
}

TEST_F(Calls, are_not_repeated_when_the_client_is_gone) {
  call_once();
  net::CancelSlot cancel;
  cancel.cancel();
  const Outcome<void> outcome = exchange({.head = head, .cancel = &cancel});
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().again, Again::never);
}

struct ImpatientCalls : Calls {
  ImpatientCalls() { limits.head_timeout = milliseconds(1); }
};

TEST_F(ImpatientCalls, tell_a_timeout_and_are_not_repeated) {
  wire.arrive("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  ASSERT_TRUE(exchange({head}));
  answer.body.reset();
  connection = pool->take_idle();
  const Outcome<void> outcome = exchange({head});
  ASSERT_FALSE(outcome);
  EXPECT_STREQ(outcome.error().error.code, "upstream.timeout");
  EXPECT_EQ(outcome.error().again, Again::never);
}

TEST_F(Calls, upload_a_body_beside_reading_the_answer) {
  http::BodyFake body(loop, {http::BodyKind::chunked, 0});
  body.arrive("one");
  head.method = "POST";
  wire.arrive("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
  ASSERT_TRUE(exchange({.head = head, .body = &body}));
  EXPECT_FALSE(answer.body->is_settled());
  body.arrive("two");
  body.end();
  net::turn_until(loop, [&] { return answer.body->is_settled(); });
  EXPECT_TRUE(wire.written.ends_with("\r\n\r\n3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n")) << wire.written;
  EXPECT_EQ(read_body(), "ok");
  answer.body.reset();
  EXPECT_FALSE(wire.destroyed);
}

TEST_F(Calls, upload_small_pieces_in_few_writes) {
  http::BodyFake body(loop, {http::BodyKind::chunked, 0});
  head.method = "POST";
  wire.arrive("HTTP/1.1 204 No Content\r\n\r\n");
  ASSERT_TRUE(exchange({.head = head, .body = &body}));
  for (int i = 0; i < 1000; ++i) body.arrive("x");
  body.end();
  net::turn_until(loop, [&] { return answer.body->is_settled(); });
  EXPECT_TRUE(wire.written.ends_with("\r\n1\r\nx\r\n0\r\n\r\n"));
  EXPECT_LE(wire.writes, 3);
}

TEST_F(Calls, settle_by_ending_the_upload_and_the_connection) {
  http::BodyFake body(loop, {http::BodyKind::length, 9});
  head.method = "POST";
  wire.arrive("HTTP/1.1 413 Content Too Large\r\nContent-Length: 2\r\n\r\nno");
  ASSERT_TRUE(exchange({.head = head, .body = &body}));
  EXPECT_EQ(read_body(), "no");
  net::run(loop, answer.body->settle());
  EXPECT_TRUE(answer.body->is_settled());
  EXPECT_TRUE(body.was_cancelled());
  answer.body.reset();
  EXPECT_TRUE(wire.destroyed);
}

TEST_F(Calls, end_the_connection_when_the_request_breaks_off) {
  http::BodyFake body(loop, {http::BodyKind::length, 9});
  body.arrive("half");
  body.break_off();
  head.method = "POST";
  const Outcome<void> outcome = exchange({.head = head, .body = &body});
  ASSERT_FALSE(outcome);
  EXPECT_TRUE(wire.aborted);
  EXPECT_EQ(outcome.error().again, Again::never);
}

TEST_F(Calls, blame_the_upstream_that_closes_during_an_upload) {
  http::BodyFake body(loop, {http::BodyKind::length, 9});
  head.method = "POST";
  wire.end();
  const Outcome<void> outcome = exchange({.head = head, .body = &body});
  ASSERT_FALSE(outcome);
  EXPECT_STREQ(outcome.error().error.code, "upstream.closed");
  EXPECT_TRUE(body.was_cancelled());
}

TEST_F(Calls, refuse_a_101_that_nobody_asked_for) {
  wire.arrive(
      "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n");
  const Outcome<void> outcome = exchange({head});
  ASSERT_FALSE(outcome);
  EXPECT_STREQ(outcome.error().error.code, "upstream.upgrade");
}

TEST_F(Calls, refuse_a_101_to_another_protocol_than_was_asked_for) {
  head.fields.add("upgrade", "websocket");
  wire.arrive("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n");
  const Outcome<void> outcome = exchange({.head = head, .upgrade = true});
  ASSERT_FALSE(outcome);
  EXPECT_STREQ(outcome.error().error.code, "upstream.upgrade");
}

TEST_F(Calls, refuse_a_101_in_the_middle_of_the_requests_body) {
  http::BodyFake body(loop, {http::BodyKind::length, 9});
  head.fields.add("upgrade", "websocket");
  wire.arrive(
      "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n");
  const Outcome<void> outcome = exchange({.head = head, .body = &body, .upgrade = true});
  ASSERT_FALSE(outcome);
  EXPECT_STREQ(outcome.error().error.code, "upstream.upgrade");
  EXPECT_TRUE(body.was_cancelled());
}

TEST_F(Calls, give_a_tunnel_with_what_came_behind_the_101) {
  head.fields.add("upgrade", "websocket");
  wire.arrive(
      "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\nfirst");
  ASSERT_TRUE(exchange({.head = head, .upgrade = true}));
  ASSERT_NE(answer.tunnel, nullptr);
  char bytes[16];
  const auto count = net::run(loop, answer.tunnel->read_some(bytes, sizeof(bytes)));
  ASSERT_TRUE(count);
  EXPECT_EQ(std::string_view(bytes, *count), "first");
  answer.body.reset();
  EXPECT_FALSE(wire.destroyed);
}

}  // namespace
}  // namespace jg::upstream
