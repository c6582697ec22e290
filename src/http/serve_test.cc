#include "http/serve.h"

#include <gtest/gtest.h>

#include "http/h2/frames_fake.h"
#include "http/handler_fake.h"
#include "net/loop_fake.h"
#include "net/stream_fake.h"

namespace jg::http {
namespace {

class Serve : public testing::Test {
 protected:
  void serve(Protocol protocol) {
    const auto serving = http::serve({std::make_unique<net::StreamFake>(wire_), "http", protocol},
                                     loop_, limits_, echo_);
    net::run(loop_, serving->run());
  }
  bool spoke_http2() const {
    const auto frames = h2::read_frames(wire_.written);
    return !frames.empty() && frames[0].type == h2::Type::settings;
  }

  net::Loop loop_;
  net::Wire wire_{loop_};
  ServerLimits limits_;
  EchoFake echo_;
};

TEST_F(Serve, speaks_http1_to_who_does) {
  wire_.arrive("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");
  wire_.end();
  serve(Protocol::either);
  EXPECT_EQ(echo_.seen, std::vector<std::string>{"GET /1"});
  EXPECT_TRUE(wire_.written.starts_with("HTTP/1.1 200"));
}

TEST_F(Serve, speaks_http2_to_who_begins_with_its_preface) {
  wire_.arrive(h2::preface() + h2::headers(1, h2::get("/1")));
  wire_.end();
  serve(Protocol::either);
  EXPECT_EQ(echo_.seen, std::vector<std::string>{"GET /1"});
  EXPECT_TRUE(spoke_http2());
}

TEST_F(Serve, knows_a_preface_that_comes_byte_by_byte) {
  for (const char c : h2::preface() + h2::headers(1, h2::get("/1"))) wire_.arrive({c});
  wire_.end();
  serve(Protocol::either);
  EXPECT_EQ(echo_.seen, std::vector<std::string>{"GET /1"});
}

TEST_F(Serve, takes_the_preface_for_a_first_word_only) {
  wire_.arrive("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n" + h2::preface());
  wire_.end();
  serve(Protocol::either);
  EXPECT_EQ(echo_.rejected, std::vector<std::string>{"h1.http2_preface"});
}

TEST_F(Serve, keeps_to_what_was_agreed_on) {
  wire_.arrive(h2::preface());
  wire_.end();
  serve(Protocol::http1);
  EXPECT_EQ(echo_.rejected, std::vector<std::string>{"h1.http2_preface"});
}

TEST_F(Serve, speaks_http2_where_that_was_agreed_on) {
  wire_.arrive("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");
  wire_.end();
  serve(Protocol::http2);
  EXPECT_TRUE(echo_.seen.empty());
  EXPECT_TRUE(spoke_http2());
  EXPECT_EQ(echo_.faults, std::vector<std::string>{"h2.broken_framing"});
}

TEST_F(Serve, reads_what_is_no_preface_after_all) {
  wire_.arrive("PRI * HTTP/1.1\r\nHost: a\r\n\r\n");
  wire_.end();
  serve(Protocol::either);
  EXPECT_EQ(echo_.rejected, std::vector<std::string>{"h1.bad_target"});
}

}  // namespace
}  // namespace jg::http
