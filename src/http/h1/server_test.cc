#include "http/server.h"

#include <gtest/gtest.h>

#include "net/loop_fake.h"
#include "net/stream_fake.h"

namespace jg::http {
namespace {

using std::chrono::milliseconds;

// Answers every request with its method and path, and the body when it is to read it.
class Echo final : public Handler {
 public:
  bool reads_bodies = true;
  bool fails = false;
  std::vector<std::string> seen;
  std::vector<std::string> rejected;
  std::vector<telemetry::Limit> limits;
  net::Wire* ends_when_rejected = nullptr;
  bool upgrades = false;
  net::Loop* pauses_on = nullptr;

  Task<void> handle(Incoming incoming) override {
    if (pauses_on != nullptr) co_await net::sleep_for(*pauses_on, milliseconds(2));
    seen.push_back(std::string(incoming.head.method) + " " + std::string(incoming.head.path));
    upgrades = incoming.upgrades;
    std::string text = seen.back();
    if (reads_bodies && incoming.body != nullptr) {
      auto body = co_await read_all(*incoming.body, 1 << 20, Blame::client);
      text += body ? " " + *body : " error " + std::string(body.error().code);
    }
    if (!fails) co_await answer(200, text, incoming.responder);
  }
  Task<void> reject(Error error, Responder& responder) override {
    rejected.emplace_back(error.code);
    responder.close_after();
    co_await answer(400, error.code, responder);
    if (ends_when_rejected != nullptr) ends_when_rejected->end();
  }
  void on_limit(telemetry::Limit limit) override { limits.push_back(limit); }

 private:
  static Task<void> answer(int status, std::string_view text, Responder& responder) {
    ResponseHead head;
    head.status = status;
    auto sent = responder.start(head, {BodyKind::length, text.size()});
    if (sent) sent = responder.write(text);
    if (sent) sent = responder.finish(nullptr);
    if (sent) sent = co_await responder.flush();
    if (!sent) responder.abort();
  }
};

struct Serving : testing::Test {
  net::Loop loop;
  net::Wire wire{loop};
  ServerLimits limits;
  Echo echo;

  Serving() { limits.idle_timeout = milliseconds(1); }
  void serve() {
    net::run(loop, serve_h1(std::make_unique<net::StreamFake>(wire), loop, limits, echo, "http"));
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

TEST_F(Serving, answers_one_request_after_the_other) {
  wire.arrive("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");
  wire.arrive("GET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
  wire.end();
  serve();
  EXPECT_EQ(answers(), "GET /1\nGET /2\n");
}

TEST_F(Serving, answers_pipelined_requests_with_bodies_in_order) {
  wire.arrive(
      "POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\noneGET /2 HTTP/1.1\r\nHost: "
      "a\r\n\r\nPOST /3 HTTP/1.1\r\n"
      "Host: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nthree\r\n0\r\n\r\nGET /4 "
      "HTTP/1.1\r\nHost: a\r\n\r\n");
  wire.end();
  serve();
  EXPECT_EQ(answers(), "POST /1 one\nGET /2\nPOST /3 three\nGET /4\n");
}

TEST_F(Serving, never_takes_an_unread_body_for_a_request) {
  echo.reads_bodies = false;
  wire.arrive("POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 60\r\n\r\n");
  wire.arrive("GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n");
  wire.end();
  serve();
  EXPECT_EQ(echo.seen, std::vector<std::string>{"POST /1"});
  EXPECT_TRUE(wire.finished);
}

TEST_F(Serving, goes_on_behind_an_unread_body_that_came_in_full) {
  echo.reads_bodies = false;
  wire.arrive(
      "POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\noneGET /2 HTTP/1.1\r\nHost: "
      "a\r\n\r\n");
  wire.end();
  serve();
  EXPECT_EQ(answers(), "POST /1\nGET /2\n");
}

TEST_F(Serving, ends_behind_a_body_with_a_broken_chunk) {
  wire.arrive(
      "POST /1 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nx\r\nGET /smuggled "
      "HTTP/1.1\r\nHost: a\r\n\r\n");
  wire.end();
  serve();
  EXPECT_EQ(answers(), "POST /1 error h1.bad_chunk\n");
}

TEST_F(Serving, ends_when_a_refused_request_was_not_told_to_go_on) {
  echo.reads_bodies = false;
  wire.arrive("POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  wire.arrive("GET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
  wire.end();
  serve();
  EXPECT_EQ(answers(), "POST /1\n");
}

TEST_F(Serving, rejects_what_is_no_request_and_ends) {
  wire.arrive("GET / HTTP/1.1\r\nHost : a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
  wire.end();
  serve();
  EXPECT_EQ(echo.rejected.size(), 1u);
  EXPECT_TRUE(echo.seen.empty());
  EXPECT_TRUE(wire.finished);
}

TEST_F(Serving, ends_after_http10_unless_it_is_to_stay) {
  wire.arrive(
      "GET /1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /2 HTTP/1.0\r\n\r\nGET /3 "
      "HTTP/1.0\r\n\r\n");
  wire.end();
  serve();
  EXPECT_EQ(answers(), "GET /1\nGET /2\n");
}

TEST_F(Serving, breaks_the_connection_when_no_answer_was_finished) {
  echo.fails = true;
  wire.arrive("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");
  serve();
  EXPECT_TRUE(wire.aborted);
  EXPECT_EQ(wire.written, "");
}

using Limits = std::vector<telemetry::Limit>;

TEST_F(Serving, ends_a_connection_that_is_idle) {
  wire.arrive("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");
  serve();
  EXPECT_EQ(answers(), "GET /1\n");
  EXPECT_TRUE(wire.destroyed);
  EXPECT_EQ(echo.limits, Limits{telemetry::Limit::idle_time});
}

TEST_F(Serving, answers_a_head_that_does_not_get_finished) {
  limits.head_timeout = milliseconds(1);
  echo.ends_when_rejected = &wire;
  wire.arrive("GET /1 HTTP/1.1\r\nHo");
  serve();
  EXPECT_TRUE(echo.seen.empty());
  EXPECT_EQ(answers(), "request.head_timeout\n");
}

TEST_F(Serving, ends_behind_the_last_request_that_is_allowed) {
  limits.requests = 2;
  for (int i = 0; i < 3; ++i) wire.arrive("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");
  wire.end();
  serve();
  EXPECT_EQ(echo.seen.size(), 2u);
  EXPECT_EQ(wire.written.find("connection: close"), wire.written.rfind("connection: close"));
  EXPECT_EQ(echo.limits, Limits{telemetry::Limit::requests_per_connection});
}

TEST_F(Serving, ends_an_idle_connection_whose_time_is_up) {
  limits.idle_timeout = std::chrono::hours(1);
  limits.connection_time = milliseconds(1);
  serve();
  EXPECT_TRUE(wire.destroyed);
  EXPECT_EQ(echo.limits, Limits{telemetry::Limit::connection_duration});
}

TEST_F(Serving, ends_a_busy_connection_behind_the_answer_when_its_time_is_up) {
  limits.connection_time = milliseconds(1);
  echo.pauses_on = &loop;
  for (int i = 0; i < 3; ++i) wire.arrive("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");
  serve();
  EXPECT_LT(echo.seen.size(), 3u);
  EXPECT_NE(wire.written.find("connection: close"), std::string::npos);
  EXPECT_EQ(echo.limits, Limits{telemetry::Limit::connection_duration});
}

TEST_F(Serving, passes_an_upgrade_on_but_never_one_to_http) {
  wire.arrive("GET /1 HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
  serve();
  EXPECT_TRUE(echo.upgrades);
  for (const std::string protocol : {"h2c", "H2C", "websocket, h2c", "HTTP/2.0", "TLS/1.3"}) {
    net::Wire other(loop);
    other.arrive("GET /1 HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: " + protocol +
                 "\r\nHTTP2-Settings: AAMAAABk\r\n\r\n");
    other.end();
    net::run(loop, serve_h1(std::make_unique<net::StreamFake>(other), loop, limits, echo, "http"));
    EXPECT_FALSE(echo.upgrades) << protocol;
  }
}

}  // namespace
}  // namespace jg::http
