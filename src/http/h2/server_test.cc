#include "http/h2/server.h"

#include <gtest/gtest.h>

#include "http/h2/frames_fake.h"
#include "http/handler_fake.h"
#include "net/loop_fake.h"
#include "net/stream_fake.h"

namespace jg::http::h2 {
namespace {

class H2Server : public testing::Test {
 protected:
  // Serves what the wire has and says, to its end.
  void serve() {
    Server server(std::make_unique<net::StreamFake>(wire_), preface(), loop_, limits_, echo_,
                  "http");
    net::run(loop_, server.run());
  }
  std::vector<Frame> sent(Type type) {
    std::vector<Frame> found;
    for (Frame& frame : read_frames(wire_.written))
      if (frame.type == type) found.push_back(std::move(frame));
    return found;
  }
  // What the streams were answered, in the order of their ends.
  std::string answers() {
    std::string out;
    for (const Frame& frame : sent(Type::data)) out += frame.payload + "\n";
    return out;
  }

  net::Loop loop_;
  net::Wire wire_{loop_};
  ServerLimits limits_;
  EchoFake echo_;
};

TEST_F(H2Server, answers_a_request) {
  wire_.arrive(headers(1, get("/1")));
  wire_.end();
  serve();
  EXPECT_EQ(answers(), "GET /1\n");
  EXPECT_TRUE(sent(Type::data).at(0).ends_stream());
  EXPECT_TRUE(echo_.faults.empty());
}

TEST_F(H2Server, reads_a_body) {
  wire_.arrive(headers(1, get("/1"), kEndHeaders) + frame(Type::data, kEndStream, 1, "body"));
  wire_.end();
  serve();
  EXPECT_EQ(answers(), "GET /1 body\n");
}

TEST_F(H2Server, serves_streams_side_by_side_and_answers_them_in_one_write) {
  wire_.arrive(headers(1, get("/1")) + headers(3, get("/3")));
  wire_.end();
  serve();
  EXPECT_EQ(answers(), "GET /1\nGET /3\n");
  EXPECT_EQ(echo_.made, 2);
}

TEST_F(H2Server, uses_handlers_again) {
  wire_.arrive(headers(1, get("/1")));
  wire_.arrive(headers(3, get("/3")));
  wire_.end();
  serve();
  EXPECT_EQ(answers(), "GET /1\nGET /3\n");
  EXPECT_EQ(echo_.made, 1);
}

TEST_F(H2Server, spends_no_handler_on_a_request_that_was_reset_at_once) {
  wire_.arrive(headers(1, get("/1")) + frame(Type::rst_stream, 0, 1, number(8, 4)));
  wire_.end();
  serve();
  EXPECT_TRUE(echo_.seen.empty());
}

TEST_F(H2Server, answers_a_malformed_request_and_breaks_its_stream_off) {
  auto fields = get("/1");
  fields.emplace_back("connection", "close");
  wire_.arrive(headers(1, fields));
  wire_.end();
  serve();
  EXPECT_EQ(answers(), "h2.connection_field\n");
  EXPECT_FALSE(sent(Type::data).at(0).ends_stream());
  EXPECT_EQ(sent(Type::rst_stream).at(0).code(), 1u);
}

TEST_F(H2Server, answers_what_is_too_large_in_full) {
  limits_.head.target_bytes = 100;
  auto fields = get("/" + std::string(100, 'x'));
  wire_.arrive(headers(1, fields));
  wire_.end();
  serve();
  EXPECT_EQ(answers(), "h2.target_too_long\n");
  EXPECT_TRUE(sent(Type::data).at(0).ends_stream());
}

TEST_F(H2Server, asks_to_stop_an_upload_that_was_answered_early) {
  echo_.reads_bodies = false;
  wire_.arrive(headers(1, get("/1"), kEndHeaders));
  wire_.end();
  serve();
  EXPECT_TRUE(sent(Type::data).at(0).ends_stream());
  EXPECT_EQ(sent(Type::rst_stream).at(0).code(), 0u);
}

TEST_F(H2Server, breaks_the_stream_off_when_no_answer_came) {
  echo_.fails = true;
  wire_.arrive(headers(1, get("/1")));
  wire_.end();
  serve();
  EXPECT_EQ(sent(Type::rst_stream).at(0).code(), 2u);
}

TEST_F(H2Server, cancels_a_request_whose_client_is_gone) {
  wire_.arrive(headers(1, get("/1"), kEndHeaders));
  wire_.end();
  serve();
  EXPECT_EQ(echo_.cancelled, 1);
}

TEST_F(H2Server, cancels_a_request_that_is_reset) {
  wire_.arrive(headers(1, get("/1"), kEndHeaders));
  wire_.arrive(frame(Type::rst_stream, 0, 1, number(8, 4)));
  wire_.arrive(headers(3, get("/3")));
  wire_.end();
  serve();
  EXPECT_EQ(echo_.cancelled, 1);
  EXPECT_EQ(answers(), "GET /3\n");
}

TEST_F(H2Server, tells_of_frames_that_break_the_rules_and_ends) {
  wire_.arrive(frame(Type::data, 0, 1, "on an idle stream"));
  wire_.end();
  serve();
  EXPECT_EQ(sent(Type::goaway).at(0).code(), 1u);
}

TEST_F(H2Server, ends_in_two_steps) {
  Server server(std::make_unique<net::StreamFake>(wire_), preface(), loop_, limits_, echo_, "http");
  bool ended = false;
  loop_.spawn(net::tell_end(server.run(), ended));
  wire_.arrive(headers(1, get("/1"), kEndHeaders));
  net::turn_until(loop_, [&] { return echo_.seen.size() == 1; });
  server.finish_soon();
  net::turn_until(loop_, [&] { return !sent(Type::ping).empty(); });
  EXPECT_EQ(sent(Type::goaway).size(), 1u);
  wire_.arrive(frame(Type::ping, kAck, 0, sent(Type::ping).at(0).payload));
  net::turn_until(loop_, [&] { return sent(Type::goaway).size() == 2; });
  EXPECT_FALSE(ended);
  wire_.arrive(frame(Type::data, kEndStream, 1, "x"));
  net::turn_until(loop_, [&] { return !sent(Type::data).empty(); });
  wire_.end();
  net::turn_until(loop_, [&] { return ended; });
  EXPECT_EQ(answers(), "GET /1 x\n");
}

TEST_F(H2Server, closes_an_idle_connection) {
  limits_.idle_timeout = std::chrono::milliseconds(1);
  serve();
  EXPECT_EQ(sent(Type::goaway).at(0).code(), 0u);
}

TEST_F(H2Server, asks_a_silent_client_whether_it_is_there) {
  limits_.http2.keepalive_interval = limits_.http2.keepalive_timeout = std::chrono::milliseconds(1);
  serve();
  EXPECT_EQ(sent(Type::ping).size(), 1u);
  EXPECT_EQ(sent(Type::goaway).at(0).code(), 0u);
  EXPECT_EQ(echo_.limits, std::vector{telemetry::Limit::keepalive_time});
}

TEST_F(H2Server, refuses_streams_while_too_many_that_were_reset_still_end) {
  limits_.http2.streams = 1;
  const auto reset = [](std::uint32_t stream) {
    return frame(Type::rst_stream, 0, stream, number(8, 4));
  };
  wire_.arrive(headers(1, get("/1"), kEndHeaders));
  wire_.arrive(reset(1) + headers(3, get("/3"), kEndHeaders));
  wire_.arrive(reset(3) + headers(5, get("/5"), kEndHeaders));
  wire_.end();
  serve();
  EXPECT_EQ(sent(Type::rst_stream).at(0).stream, 5u);
  EXPECT_EQ(sent(Type::rst_stream).at(0).code(), 7u);
  EXPECT_EQ(echo_.made, 2);
}

TEST_F(H2Server, gives_a_head_that_does_not_end_up) {
  limits_.head_timeout = std::chrono::milliseconds(1);
  wire_.arrive(headers(1, get("/1"), 0));
  serve();
  EXPECT_EQ(sent(Type::goaway).at(0).code(), 0u);
}

TEST_F(H2Server, gives_a_client_up_that_takes_nothing) {
  limits_.write_timeout = std::chrono::milliseconds(1);
  wire_.arrive(frame(Type::settings, 0, 0, number(4, 2) + number(0, 4)) + headers(1, get("/1")));
  Server server(std::make_unique<net::StreamFake>(wire_), preface(), loop_, limits_, echo_, "http");
  bool ended = false;
  loop_.spawn(net::tell_end(server.run(), ended));
  net::turn_until(loop_, [&] { return !sent(Type::rst_stream).empty(); });
  EXPECT_EQ(sent(Type::rst_stream).at(0).code(), 8u);
  wire_.end();
  net::turn_until(loop_, [&] { return ended; });
}

TEST_F(H2Server, tells_a_reader_that_its_body_stalled) {
  limits_.body_timeout = std::chrono::milliseconds(1);
  wire_.arrive(headers(1, get("/1"), kEndHeaders));
  Server server(std::make_unique<net::StreamFake>(wire_), preface(), loop_, limits_, echo_, "http");
  bool ended = false;
  loop_.spawn(net::tell_end(server.run(), ended));
  net::turn_until(loop_, [&] { return !sent(Type::data).empty(); });
  EXPECT_EQ(answers(), "GET /1 error request.timeout\n");
  wire_.end();
  net::turn_until(loop_, [&] { return ended; });
}

TEST_F(H2Server, says_continue_when_the_body_is_asked_for) {
  auto fields = get("/1");
  fields.emplace_back("expect", "100-continue");
  Server server(std::make_unique<net::StreamFake>(wire_), preface(), loop_, limits_, echo_, "http");
  bool ended = false;
  loop_.spawn(net::tell_end(server.run(), ended));
  wire_.arrive(headers(1, fields, kEndHeaders));
  net::turn_until(loop_, [&] { return !sent(Type::headers).empty(); });
  EXPECT_FALSE(sent(Type::headers).at(0).ends_stream());
  wire_.arrive(frame(Type::data, kEndStream, 1, "x"));
  net::turn_until(loop_, [&] { return !sent(Type::data).empty(); });
  EXPECT_EQ(answers(), "GET /1 x\n");
  wire_.end();
  net::turn_until(loop_, [&] { return ended; });
}

}  // namespace
}  // namespace jg::http::h2
