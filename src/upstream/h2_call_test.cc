#include "upstream/h2_call.h"

#include <gtest/gtest.h>

#include "http/body_fake.h"
#include "upstream/h2_pool_fake.h"

namespace jg::upstream {
namespace {

using namespace http::h2;
using std::chrono::milliseconds;

constexpr std::uint32_t kRefusedStream = 7;
constexpr std::uint32_t kCancel = 8;
constexpr std::uint32_t kInternalError = 2;

std::string status(std::string code, std::uint8_t flags = kEndHeaders, std::uint32_t stream = 1) {
  return headers(stream, {{":status", std::move(code)}}, flags);
}
std::string reset(std::uint32_t code, std::uint32_t stream = 1) {
  return frame(Type::rst_stream, 0, stream, number(code, 4));
}
std::string goaway(std::uint32_t last_stream) {
  return frame(Type::goaway, 0, 0, number(last_stream, 4) + number(0, 4));
}

struct H2Calls : testing::Test {
  H2PoolFake fake;
  http::RequestHead head;
  http::ResponseHead answered;
  BodyStart start;
  Answer answer{answered};
  std::optional<Outcome<void>> outcome;

  H2Calls() {
    head.method = "GET";
    head.target = "/";
    head.authority = "a";
  }
  ~H2Calls() override { answer.body.reset(); }

  // Sends it, and sees what comes of it at once.
  void ask(const Call& call) {
    outcome.reset();
    fake.loop.spawn(net::keep_result(exchange_on_one(call), outcome));
    fake.settle();
  }
  void arrive(std::string bytes) {
    fake.opener.wires.back().arrive(std::move(bytes));
    fake.settle();
  }
  void end() {
    fake.opener.wires.back().end();
    fake.settle();
  }
  void wait_for_outcome() {
    net::turn_until(fake.loop, [&] { return outcome.has_value(); });
  }
  void expect_failure(const char* code, Again again) {
    ASSERT_TRUE(outcome);
    ASSERT_FALSE(*outcome);
    EXPECT_STREQ(outcome->error().error.code, code);
    EXPECT_EQ(outcome->error().again, again);
  }
  std::string read_body() {
    auto text = net::run(fake.loop, http::read_all(*answer.body, 1 << 20, Blame::upstream));
    return text ? std::move(*text) : "error " + std::string(text.error().code);
  }
  std::string sent_data() {
    std::string all;
    for (const Frame& frame : fake.sent(Type::data)) all += frame.payload;
    return all;
  }
  // As a whole call does, so that the next one is on a connection that has answered.
  void call_once() {
    ask({head});
    arrive(status("204", kEndHeaders | kEndStream));
    ASSERT_TRUE(outcome && *outcome);
    answer.body.reset();
    fake.settle();
  }

 private:
  Task<Outcome<void>> exchange_on_one(Call call) {
    auto taken = co_await fake.pool.take(call.cancel);
    if (!taken) co_return std::unexpected(Failure{std::move(taken.error())});
    co_return co_await (*taken)->new_call().exchange(call, start, answer);
  }
};

TEST_F(H2Calls, give_status_fields_body_and_trailers) {
  ask({head});
  arrive(headers(1, {{":status", "201"}, {"x-one", "1"}}, kEndHeaders) +
         frame(Type::data, 0, 1, "hel"));
  ASSERT_TRUE(outcome && *outcome);
  EXPECT_EQ(answered.status, 201);
  EXPECT_EQ(answered.fields.find("x-one"), "1");
  EXPECT_EQ(answer.endpoint, "upstream:80");
  arrive(frame(Type::data, 0, 1, "lo") + headers(1, {{"x-sum", "5"}}));
  EXPECT_EQ(read_body(), "hello");
  ASSERT_NE(answer.body->trailers(), nullptr);
  EXPECT_EQ(answer.body->trailers()->find("x-sum"), "5");
}

TEST_F(H2Calls, end_the_request_with_its_head_when_it_has_no_body) {
  ask({head});
  EXPECT_TRUE(fake.sent(Type::headers).at(0).ends_stream());
  EXPECT_TRUE(fake.sent(Type::data).empty());
}

TEST_F(H2Calls, skip_interim_answers) {
  ask({head});
  arrive(status("100") + status("103"));
  EXPECT_FALSE(outcome);
  arrive(status("204", kEndHeaders | kEndStream));
  ASSERT_TRUE(outcome && *outcome);
  EXPECT_EQ(answered.status, 204);
}

TEST_F(H2Calls, refuse_interim_answers_without_end) {
  ask({head});
  for (int i = 0; i < 65; ++i) arrive(status("102"));
  expect_failure("upstream.malformed", Again::never);
  EXPECT_EQ(fake.sent(Type::rst_stream).size(), 1u);
}

TEST_F(H2Calls, have_no_body_where_HTTP_says_so) {
  head.method = "HEAD";
  ask({head});
  arrive(headers(1, {{":status", "200"}, {"content-length", "5"}}));
  ASSERT_TRUE(outcome && *outcome);
  EXPECT_EQ(answer.body->framing().kind, http::BodyKind::none);
}

TEST_F(H2Calls, tell_a_malformed_head_and_spare_the_connection) {
  ask({head});
  arrive(status("101"));
  expect_failure("upstream.malformed", Again::never);
  EXPECT_EQ(fake.sent(Type::rst_stream).size(), 1u);
  EXPECT_EQ(fake.pool.size(), 1u);
}

TEST_F(H2Calls, may_be_repeated_when_the_stream_was_refused) {
  head.method = "POST";
  ask({.head = head, .text = "body"});
  arrive(reset(kRefusedStream));
  expect_failure("upstream.busy", Again::elsewhere);
}

TEST_F(H2Calls, may_be_repeated_when_goaway_leaves_them_out) {
  head.method = "POST";
  ask({.head = head, .text = "body"});
  arrive(goaway(0));
  expect_failure("upstream.busy", Again::elsewhere);
  end();
  EXPECT_EQ(fake.pool.size(), 0u);
}

TEST_F(H2Calls, go_on_when_goaway_counts_them_in) {
  ask({head});
  arrive(goaway(1) + status("200") + frame(Type::data, kEndStream, 1, "ok"));
  ASSERT_TRUE(outcome && *outcome);
  EXPECT_EQ(read_body(), "ok");
}

TEST_F(H2Calls, are_not_repeated_behind_another_reset) {
  ask({head});
  arrive(reset(kInternalError));
  expect_failure("upstream.reset", Again::never);
  EXPECT_EQ(outcome->error().error.detail, "INTERNAL_ERROR");
}

TEST_F(H2Calls, are_not_repeated_when_interim_answers_came) {
  ask({head});
  arrive(status("103") + reset(kRefusedStream));
  expect_failure("upstream.busy", Again::never);
}

TEST_F(H2Calls, tell_an_answer_that_is_reset_halfway) {
  ask({head});
  arrive(status("200") + frame(Type::data, 0, 1, "half") + reset(kInternalError));
  ASSERT_TRUE(outcome && *outcome);
  EXPECT_EQ(read_body(), "error upstream.reset");
}

TEST_F(H2Calls, tell_an_answer_whose_connection_ends) {
  ask({head});
  arrive(status("200") + frame(Type::data, 0, 1, "half"));
  ASSERT_TRUE(outcome && *outcome);
  end();
  EXPECT_EQ(read_body(), "error upstream.closed");
}

TEST_F(H2Calls, are_not_repeated_when_a_fresh_connection_ends) {
  ask({head});
  end();
  expect_failure("upstream.closed", Again::never);
}

TEST_F(H2Calls, may_be_repeated_when_a_used_connection_ends) {
  call_once();
  ask({head});
  end();
  expect_failure("upstream.closed", Again::elsewhere);
}

TEST_F(H2Calls, are_not_repeated_when_not_idempotent_and_a_used_connection_ends) {
  call_once();
  head.method = "POST";
  ask({.head = head, .text = "body"});
  end();
  expect_failure("upstream.closed", Again::never);
}

TEST_F(H2Calls, end_with_their_time) {
  fake.limits.head_timeout = milliseconds(1);
  ask({head});
  wait_for_outcome();
  expect_failure("upstream.timeout", Again::never);
  fake.settle();
  EXPECT_EQ(fake.sent(Type::rst_stream).at(0).code(), kCancel);
}

TEST_F(H2Calls, end_when_the_upstream_takes_nothing_of_the_body) {
  fake.limits.write_timeout = milliseconds(1);
  fake.opener.greeting = frame(Type::settings, 0, 0, number(4, 2) + number(0, 4));
  head.method = "POST";
  ask({.head = head, .text = "body"});
  wait_for_outcome();
  expect_failure("upstream.timeout", Again::never);
  fake.settle();
  EXPECT_EQ(fake.sent(Type::rst_stream).at(0).code(), kCancel);
  EXPECT_TRUE(fake.sent(Type::data).empty());
}

TEST_F(H2Calls, end_with_their_client) {
  net::CancelSlot cancel;
  ask({.head = head, .cancel = &cancel});
  cancel.cancel();
  fake.settle();
  expect_failure("http.client_gone", Again::never);
  EXPECT_EQ(fake.sent(Type::rst_stream).at(0).code(), kCancel);
  EXPECT_EQ(fake.pool.size(), 1u);
}

TEST_F(H2Calls, upload_a_body_beside_reading_the_answer) {
  http::BodyFake body(fake.loop, {http::BodyKind::chunked, 0});
  body.sent_trailers.add("x-check", "7");
  head.method = "POST";
  body.arrive("one");
  ask({.head = head, .body = &body});
  arrive(status("200"));
  ASSERT_TRUE(outcome && *outcome);
  EXPECT_FALSE(answer.body->is_settled());
  body.arrive("two");
  body.end();
  fake.settle();
  EXPECT_TRUE(answer.body->is_settled());
  EXPECT_EQ(sent_data(), "onetwo");
  EXPECT_EQ(fake.sent(Type::headers).size(), 2u) << "head and trailers";
  EXPECT_TRUE(fake.sent(Type::headers).at(1).ends_stream());
}

TEST_F(H2Calls, settle_by_ending_the_upload_and_the_stream) {
  http::BodyFake body(fake.loop, {http::BodyKind::length, 9});
  head.method = "POST";
  ask({.head = head, .body = &body});
  arrive(status("413") + frame(Type::data, kEndStream, 1, "no"));
  ASSERT_TRUE(outcome && *outcome);
  EXPECT_EQ(read_body(), "no");
  net::run(fake.loop, answer.body->settle());
  EXPECT_TRUE(answer.body->is_settled());
  EXPECT_TRUE(body.was_cancelled());
  answer.body.reset();
  fake.settle();
  EXPECT_EQ(fake.sent(Type::rst_stream).size(), 1u);
  EXPECT_EQ(fake.pool.size(), 1u);
}

TEST_F(H2Calls, reset_the_stream_when_the_request_breaks_off) {
  http::BodyFake body(fake.loop, {http::BodyKind::length, 9});
  body.arrive("half");
  head.method = "POST";
  ask({.head = head, .body = &body});
  body.break_off();
  fake.settle();
  expect_failure("net.closed", Again::never);
  EXPECT_EQ(fake.sent(Type::rst_stream).at(0).code(), kCancel);
  EXPECT_FALSE(fake.sent(Type::data).at(0).ends_stream());
}

TEST_F(H2Calls, send_nothing_of_a_request_that_was_broken_from_the_start) {
  http::BodyFake body(fake.loop, {http::BodyKind::length, 9});
  body.break_off();
  head.method = "POST";
  ask({.head = head, .body = &body});
  expect_failure("net.closed", Again::never);
  EXPECT_TRUE(fake.sent(Type::headers).empty());
}

TEST_F(H2Calls, begin_anew_with_the_body_that_was_at_hand) {
  http::BodyFake body(fake.loop, {http::BodyKind::length, 4});
  body.arrive("body");
  body.end();
  head.method = "POST";
  ask({.head = head, .body = &body});
  arrive(reset(kRefusedStream));
  expect_failure("upstream.busy", Again::elsewhere);
  ask({.head = head, .body = &body});
  EXPECT_EQ(sent_data(), "bodybody");
  arrive(status("204", kEndHeaders | kEndStream, 3));
  EXPECT_TRUE(outcome && *outcome);
}

TEST_F(H2Calls, do_not_begin_anew_when_more_of_the_body_was_asked_for) {
  http::BodyFake body(fake.loop, {http::BodyKind::length, 9});
  body.arrive("half");
  head.method = "POST";
  ask({.head = head, .body = &body});
  arrive(reset(kRefusedStream));
  expect_failure("upstream.busy", Again::never);
  EXPECT_TRUE(body.was_cancelled());
}

}  // namespace
}  // namespace jg::upstream
