#include "http/h1/server.h"

#include <gtest/gtest.h>

#include "http/handler_fake.h"
#include "net/loop_fake.h"
#include "net/stream_fake.h"

namespace jg::http::h1 {
namespace {

using std::chrono::milliseconds;

struct H1Server : testing::Test {
  net::Loop loop;
  net::Wire wire{loop};
  ServerLimits limits;
  EchoFake echo;

  H1Server() { limits.idle_timeout = milliseconds(1); }
  void serve() { serve_on(wire); }
  void serve_on(net::Wire& on) {
    Server server(std::make_unique<net::StreamFake>(on), loop, limits, echo, "http",
                  Preface::refused);
    net::run(loop, server.run());
  }
  // The bodies of all answers, one a line.
  std::string answers() const {
    std::string out;
    std::string_view left = wire.written;
    while (!left.empty()) {
      const std::size_t length_at = left.find("content-length: ");
      if (length_at == std::string_view::npos) return out + "?" + std::string(left);
      const std::size_t length = std::stoul(std::string(left.substr(length_at + 16, 6)));
      left.remove_prefix(left.find("\r\n\r\n") + 4);
      out.append(left.substr(0, length)).append("\n");
      left.remove_prefix(length);
    }
    return out;
  }
};

TEST_F(H1Server, answers_one_request_after_the_other) {
  wire.arrive("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");
  wire.arrive("GET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
  wire.end();
  serve();
  EXPECT_EQ(answers(), "GET /1\nGET /2\n");
}

TEST_F(H1Server, tells_an_idle_client_that_it_ends_with_the_next_answer) {
  limits.idle_timeout = std::chrono::minutes(1);
  Server server(std::make_unique<net::StreamFake>(wire), loop, limits, echo, "http",
                Preface::refused);
  bool ended = false;
  const auto run = [](Server& serving, bool& flag) -> Task<void> {
    co_await serving.run();
    flag = true;
  };
  loop.spawn(run(server, ended));
  wire.arrive("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");
  net::turn_until(loop, [&] { return answers() == "GET /1\n"; });
  EXPECT_EQ(wire.written.find("connection: close"), std::string::npos);
  server.finish_soon();
  wire.arrive("GET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
  net::turn_until(loop, [&] { return wire.finished; });
  EXPECT_EQ(answers(), "GET /1\nGET /2\n");
  EXPECT_NE(wire.written.find("connection: close"), std::string::npos);
  wire.end();
  net::turn_until(loop, [&] { return ended; });
}

TEST_F(H1Server, answers_pipelined_requests_with_bodies_in_order) {
  wire.arrive(
      "POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\noneGET /2 HTTP/1.1\r\nHost: "
      "a\r\n\r\nPOST /3 HTTP/1.1\r\n"
      "Host: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nthree\r\n0\r\n\r\nGET /4 "
      "HTTP/1.1\r\nHost: a\r\n\r\n");
  wire.end();
  serve();
  EXPECT_EQ(answers(), "POST /1 one\nGET /2\nPOST /3 three\nGET /4\n");
}

TEST_F(H1Server, never_takes_an_unread_body_for_a_request) {
  echo.reads_bodies = false;
  wire.arrive("POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 60\r\n\r\n");
  wire.arrive("GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n");
  wire.end();
  serve();
  EXPECT_EQ(echo.seen, std::vector<std::string>{"POST /1"});
  EXPECT_TRUE(wire.finished);
}

TEST_F(H1Server, goes_on_behind_an_unread_body_that_came_in_full) {
  echo.reads_bodies = false;
  wire.arrive(
      "POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\noneGET /2 HTTP/1.1\r\nHost: "
      "a\r\n\r\n");
  wire.end();
  serve();
  EXPECT_EQ(answers(), "POST /1\nGET /2\n");
}

TEST_F(H1Server, ends_behind_a_body_with_a_broken_chunk) {
  wire.arrive(
      "POST /1 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nx\r\nGET /smuggled "
      "HTTP/1.1\r\nHost: a\r\n\r\n");
  wire.end();
  serve();
  EXPECT_EQ(answers(), "POST /1 error h1.bad_chunk\n");
}

TEST_F(H1Server, ends_when_a_refused_request_was_not_told_to_go_on) {
  echo.reads_bodies = false;
  wire.arrive("POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  wire.arrive("GET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
  wire.end();
  serve();
  EXPECT_EQ(answers(), "POST /1\n");
}

TEST_F(H1Server, rejects_what_is_no_request_and_ends) {
  wire.arrive("GET / HTTP/1.1\r\nHost : a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
  wire.end();
  serve();
  EXPECT_EQ(echo.rejected.size(), 1u);
  EXPECT_TRUE(echo.seen.empty());
  EXPECT_TRUE(wire.finished);
}

TEST_F(H1Server, ends_after_http10_unless_it_is_to_stay) {
  wire.arrive(
      "GET /1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /2 HTTP/1.0\r\n\r\nGET /3 "
      "HTTP/1.0\r\n\r\n");
  wire.end();
  serve();
  EXPECT_EQ(answers(), "GET /1\nGET /2\n");
}

TEST_F(H1Server, breaks_the_connection_when_no_answer_was_finished) {
  echo.fails = true;
  wire.arrive("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");
  serve();
  EXPECT_TRUE(wire.aborted);
  EXPECT_EQ(wire.written, "");
}

using Limits = std::vector<telemetry::Limit>;

TEST_F(H1Server, ends_a_connection_that_is_idle) {
  wire.arrive("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");
  serve();
  EXPECT_EQ(answers(), "GET /1\n");
  EXPECT_TRUE(wire.destroyed);
  EXPECT_EQ(echo.limits, Limits{telemetry::Limit::idle_time});
}

TEST_F(H1Server, answers_a_head_that_does_not_get_finished) {
  limits.head_timeout = milliseconds(1);
  echo.ends_when_rejected = &wire;
  wire.arrive("GET /1 HTTP/1.1\r\nHo");
  serve();
  EXPECT_TRUE(echo.seen.empty());
  EXPECT_EQ(answers(), "request.head_timeout\n");
}

TEST_F(H1Server, ends_behind_the_last_request_that_is_allowed) {
  limits.requests = 2;
  for (int i = 0; i < 3; ++i) wire.arrive("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");
  wire.end();
  serve();
  EXPECT_EQ(echo.seen.size(), 2u);
  EXPECT_EQ(wire.written.find("connection: close"), wire.written.rfind("connection: close"));
  EXPECT_EQ(echo.limits, Limits{telemetry::Limit::requests_per_connection});
}

TEST_F(H1Server, ends_an_idle_connection_whose_time_is_up) {
  limits.idle_timeout = std::chrono::hours(1);
  limits.connection_time = milliseconds(1);
  serve();
  EXPECT_TRUE(wire.destroyed);
  EXPECT_EQ(echo.limits, Limits{telemetry::Limit::connection_duration});
}

TEST_F(H1Server, ends_a_busy_connection_behind_the_answer_when_its_time_is_up) {
  limits.connection_time = milliseconds(1);
  echo.pauses_on = &loop;
  for (int i = 0; i < 3; ++i) wire.arrive("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");
  serve();
  EXPECT_LT(echo.seen.size(), 3u);
  EXPECT_NE(wire.written.find("connection: close"), std::string::npos);
  EXPECT_EQ(echo.limits, Limits{telemetry::Limit::connection_duration});
}

TEST_F(H1Server, passes_an_upgrade_on_but_never_one_to_http) {
  wire.arrive("GET /1 HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
  serve();
  EXPECT_TRUE(echo.upgrades);
  for (const std::string protocol : {"h2c", "H2C", "websocket, h2c", "HTTP/2.0", "TLS/1.3"}) {
    net::Wire other(loop);
    other.arrive("GET /1 HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: " + protocol +
                 "\r\nHTTP2-Settings: AAMAAABk\r\n\r\n");
    other.end();
    serve_on(other);
    EXPECT_FALSE(echo.upgrades) << protocol;
  }
}

}  // namespace
}  // namespace jg::http::h1
