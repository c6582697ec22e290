#include "http/h1/responder.h"

#include <gtest/gtest.h>

#include "net/loop_fake.h"
#include "net/stream_fake.h"

namespace jg::http::h1 {
namespace {

constexpr BodyFraming kUnknown{BodyKind::chunked, 0};

struct Responding : testing::Test {
  net::Loop loop;
  net::Wire wire{loop};
  std::unique_ptr<net::Stream> stream = std::make_unique<net::StreamFake>(wire);
  ServerLimits limits;
  Reader reader{*stream, loop.deadlines()};
  H1Responder responder{stream, reader, loop, limits};
  ResponseHead head;

  Responding() { head.reason = "OK"; }
  void begin(std::string_view method = "GET", Version version = Version::http11) {
    responder.begin(method, version, Persistence::keep_alive);
  }
  Result<void> flush() { return net::run(loop, responder.flush()); }
  std::string_view body() const {
    const std::size_t end = wire.written.find("\r\n\r\n");
    return std::string_view(wire.written).substr(end + 4);
  }
  bool has_line(std::string_view line) const {
    return wire.written.find("\r\n" + std::string(line) + "\r\n") != std::string::npos;
  }
  // A whole answer of two pieces.
  void answer(BodyFraming framing, const Fields* trailers = nullptr) {
    ASSERT_TRUE(responder.start(head, framing));
    ASSERT_TRUE(responder.write("hello"));
    ASSERT_TRUE(responder.write(" world"));
    ASSERT_TRUE(responder.finish(trailers));
    ASSERT_TRUE(flush());
  }
};

TEST_F(Responding, sends_nothing_before_flush) {
  begin();
  ASSERT_TRUE(responder.start(head, {BodyKind::length, 5}));
  ASSERT_TRUE(responder.write("hello"));
  EXPECT_EQ(wire.written, "");
  EXPECT_GT(responder.pending(), 0u);
  ASSERT_TRUE(flush());
  EXPECT_EQ(responder.pending(), 0u);
  EXPECT_EQ(body(), "hello");
}

TEST_F(Responding, delimits_a_known_length_by_it) {
  begin();
  answer({BodyKind::length, 11});
  EXPECT_TRUE(has_line("content-length: 11"));
  EXPECT_EQ(body(), "hello world");
  EXPECT_TRUE(responder.keeps_alive());
}

TEST_F(Responding, delimits_an_unknown_length_by_chunks) {
  begin();
  answer(kUnknown);
  EXPECT_TRUE(has_line("transfer-encoding: chunked"));
  EXPECT_EQ(body(), "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n");
  EXPECT_TRUE(responder.keeps_alive());
}

TEST_F(Responding, turns_a_body_until_close_into_chunks) {
  begin();
  answer({BodyKind::until_close, 0});
  EXPECT_EQ(body(), "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n");
  EXPECT_TRUE(responder.keeps_alive());
}

TEST_F(Responding, passes_trailers_on_behind_the_last_chunk) {
  Fields trailers;
  trailers.add("x-end", "1");
  begin();
  answer(kUnknown, &trailers);
  EXPECT_TRUE(body().ends_with("0\r\nx-end: 1\r\n\r\n"));
}

TEST_F(Responding, ends_a_body_of_unknown_length_by_closing_for_http10) {
  Fields trailers;
  trailers.add("x-end", "1");
  begin("GET", Version::http10);
  answer(kUnknown, &trailers);
  EXPECT_FALSE(has_line("transfer-encoding: chunked"));
  EXPECT_TRUE(has_line("connection: close"));
  EXPECT_EQ(body(), "hello world");
  EXPECT_FALSE(responder.keeps_alive());
}

TEST_F(Responding, keeps_an_http10_connection_when_the_length_is_known) {
  begin("GET", Version::http10);
  answer({BodyKind::length, 11});
  EXPECT_TRUE(has_line("connection: keep-alive"));
  EXPECT_TRUE(responder.keeps_alive());
}

TEST_F(Responding, sends_no_body_to_head_whatever_comes) {
  begin("HEAD");
  answer({BodyKind::length, 11});
  EXPECT_TRUE(has_line("content-length: 11"));
  EXPECT_EQ(body(), "");
  EXPECT_TRUE(responder.keeps_alive());
}

TEST_F(Responding, sends_no_last_chunk_to_head) {
  begin("HEAD");
  answer(kUnknown);
  EXPECT_EQ(body(), "");
  EXPECT_TRUE(responder.keeps_alive());
}

TEST_F(Responding, sends_no_body_with_204_and_304) {
  for (const int status : {204, 304}) {
    wire.written.clear();
    head.status = status;
    begin();
    answer(kUnknown);
    EXPECT_EQ(body(), "") << status;
    EXPECT_FALSE(has_line("transfer-encoding: chunked")) << status;
    EXPECT_TRUE(responder.keeps_alive()) << status;
  }
}

TEST_F(Responding, refuses_more_than_content_length_promised) {
  begin();
  ASSERT_TRUE(responder.start(head, {BodyKind::length, 5}));
  const auto written = responder.write("hello world");
  ASSERT_FALSE(written);
  EXPECT_STREQ(written.error().code, "http.body_too_long");
  EXPECT_FALSE(responder.keeps_alive());
}

TEST_F(Responding, refuses_to_finish_with_less_than_content_length_promised) {
  begin();
  ASSERT_TRUE(responder.start(head, {BodyKind::length, 11}));
  ASSERT_TRUE(responder.write("hello"));
  const auto finished = responder.finish(nullptr);
  ASSERT_FALSE(finished);
  EXPECT_STREQ(finished.error().code, "http.incomplete_body");
  EXPECT_FALSE(responder.is_finished());
}

TEST_F(Responding, closes_after_the_answer_when_told) {
  begin();
  responder.close_after();
  answer({BodyKind::length, 11});
  EXPECT_TRUE(has_line("connection: close"));
  EXPECT_FALSE(responder.keeps_alive());
}

TEST_F(Responding, forgets_everything_of_the_former_request) {
  begin("HEAD", Version::http10);
  responder.close_after();
  answer(kUnknown);
  wire.written.clear();
  begin();
  answer(kUnknown);
  EXPECT_EQ(body(), "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n");
  EXPECT_TRUE(responder.keeps_alive());
}

TEST_F(Responding, waits_for_a_client_that_is_slow_to_take) {
  begin();
  wire.stop_taking();
  ASSERT_TRUE(responder.start(head, {BodyKind::length, 5}));
  ASSERT_TRUE(responder.write("hello"));
  ASSERT_TRUE(responder.finish(nullptr));
  std::optional<Result<void>> flushed;
  loop.spawn(net::keep_result(responder.flush(), flushed));
  loop.post([&] { wire.take_again(); });
  net::turn_until(loop, [&] { return flushed.has_value(); });
  EXPECT_TRUE(flushed->has_value());
  EXPECT_EQ(body(), "hello");
}

TEST_F(Responding, gives_up_on_a_client_that_takes_nothing) {
  limits.write_timeout = std::chrono::milliseconds(1);
  begin();
  wire.stop_taking();
  ASSERT_TRUE(responder.start(head, {BodyKind::length, 5}));
  const auto flushed = flush();
  ASSERT_FALSE(flushed);
  EXPECT_STREQ(flushed.error().code, "http.client_stalled");
  EXPECT_TRUE(wire.aborted);
}

TEST_F(Responding, upgrades_by_giving_the_stream_away) {
  begin();
  head.status = 101;
  head.reason = "Switching Protocols";
  head.fields.add("upgrade", "websocket");
  auto tunnel = net::run(loop, responder.upgrade(head));
  ASSERT_TRUE(tunnel.has_value());
  EXPECT_TRUE(has_line("connection: upgrade"));
  EXPECT_TRUE(has_line("upgrade: websocket"));
  EXPECT_TRUE(responder.gave_up());
  EXPECT_EQ(stream, nullptr);
  EXPECT_TRUE(responder.client_is_gone());
}

TEST_F(Responding, breaks_the_connection_when_the_answer_cannot_be_finished) {
  begin();
  ASSERT_TRUE(responder.start(head, kUnknown));
  responder.abort();
  EXPECT_TRUE(wire.aborted);
  EXPECT_FALSE(responder.is_finished());
}

}  // namespace
}  // namespace jg::http::h1
