#include "http/h1/reader.h"

#include <gtest/gtest.h>

#include "net/loop_fake.h"
#include "net/stream_fake.h"

namespace jg::http::h1 {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kHead = 1024;
constexpr milliseconds kForEver{0};

struct Reading : testing::Test {
  net::Loop loop;
  net::Wire wire{loop};
  net::StreamFake stream{wire};
  Reader reader{stream, loop.deadlines()};

  // Reads up to and with the empty line, as a parser would.
  void read_head() {
    reader.begin_message();
    while (true) {
      const std::string_view here(reader.head_data(), reader.head_size());
      if (const std::size_t end = here.find("\r\n\r\n"); end != std::string_view::npos)
        return reader.take_head(end + 4);
      const auto more = net::run(loop, reader.fill_head(kHead, kForEver));
      ASSERT_TRUE(more.has_value() && *more);
    }
  }
  void begin_body(BodyFraming framing, Reader::Continue owed = Reader::Continue::not_owed) {
    reader.begin_body(framing, owed, kForEver);
  }
  std::string read_body() {
    auto text = net::run(loop, read_all(reader, 1 << 20, Blame::client));
    return text ? std::move(*text) : "error " + std::string(text.error().code);
  }
};

struct Framed {
  const char* name;
  BodyFraming framing;
  std::string_view bytes;
  std::string_view body;
};

class ReadingEach : public Reading, public testing::WithParamInterface<Framed> {};

TEST_P(ReadingEach, framing_gives_the_same_body_however_it_is_cut) {
  const std::string all = "HEAD\r\n\r\n" + std::string(GetParam().bytes);
  for (std::size_t cut = 1; cut <= all.size(); ++cut) {
    net::Wire one(loop);
    net::StreamFake cut_stream(one);
    Reader cut_reader(cut_stream, loop.deadlines());
    one.arrive(all.substr(0, cut));
    if (cut < all.size()) one.arrive(all.substr(cut));
    one.end();
    cut_reader.begin_message();
    while (std::string_view(cut_reader.head_data(), cut_reader.head_size()).find("\r\n\r\n") ==
           std::string_view::npos)
      ASSERT_TRUE(net::run(loop, cut_reader.fill_head(kHead, kForEver)).value());
    cut_reader.take_head(8);
    cut_reader.begin_body(GetParam().framing, Reader::Continue::not_owed, kForEver);
    const auto text = net::run(loop, read_all(cut_reader, 1 << 20, Blame::client));
    ASSERT_TRUE(text.has_value()) << "cut at " << cut;
    EXPECT_EQ(*text, GetParam().body) << "cut at " << cut;
    EXPECT_TRUE(cut_reader.body_done());
  }
}

INSTANTIATE_TEST_SUITE_P(
    Framings, ReadingEach,
    testing::Values(Framed{"none", {BodyKind::none, 0}, "", ""},
                    Framed{"empty", {BodyKind::length, 0}, "", ""},
                    Framed{"length", {BodyKind::length, 11}, "hello world", "hello world"},
                    Framed{"chunked",
                           {BodyKind::chunked, 0},
                           "5;x=y\r\nhello\r\n6\r\n world\r\n0\r\nX-End: 1\r\n\r\n",
                           "hello world"},
                    Framed{
                        "until_close", {BodyKind::until_close, 0}, "hello world", "hello world"}),
    [](const auto& framed) { return framed.param.name; });

TEST_F(Reading, leaves_the_next_message_where_it_is) {
  wire.arrive("ONE\r\n\r\nbodyTWO\r\n\r\n");
  read_head();
  begin_body({BodyKind::length, 4});
  EXPECT_EQ(read_body(), "body");
  EXPECT_TRUE(reader.has_unread());
  reader.begin_message();
  EXPECT_EQ(std::string_view(reader.head_data(), reader.head_size()), "TWO\r\n\r\n");
}

TEST_F(Reading, tells_a_body_that_ends_early) {
  wire.arrive("HEAD\r\n\r\nhal");
  wire.end();
  read_head();
  begin_body({BodyKind::length, 4});
  EXPECT_EQ(read_body(), "error http.incomplete_body");
}

TEST_F(Reading, tells_a_chunked_body_without_its_last_chunk) {
  wire.arrive("HEAD\r\n\r\n3\r\nabc\r\n");
  wire.end();
  read_head();
  begin_body({BodyKind::chunked, 0});
  EXPECT_EQ(read_body(), "error http.incomplete_body");
}

TEST_F(Reading, tells_a_malformed_chunk) {
  wire.arrive("HEAD\r\n\r\n");
  wire.arrive("0x3\r\nabc\r\n");
  read_head();
  begin_body({BodyKind::chunked, 0});
  EXPECT_EQ(read_body(), "error h1.bad_chunk");
}

TEST_F(Reading, has_trailers_behind_a_chunked_body_only) {
  wire.arrive("HEAD\r\n\r\n0\r\nX-End: 1\r\n\r\n");
  read_head();
  begin_body({BodyKind::chunked, 0});
  EXPECT_EQ(reader.trailers(), nullptr);
  EXPECT_EQ(read_body(), "");
  ASSERT_NE(reader.trailers(), nullptr);
  EXPECT_EQ(reader.trailers()->find("x-end"), "1");
  begin_body({BodyKind::none, 0});
  EXPECT_EQ(reader.trailers(), nullptr);
}

TEST_F(Reading, tells_the_client_to_go_on_before_it_waits_and_once) {
  wire.arrive("HEAD\r\n\r\n");
  read_head();
  begin_body({BodyKind::length, 4}, Reader::Continue::owed);
  EXPECT_FALSE(reader.try_next().has_value());
  EXPECT_EQ(wire.written, "");
  wire.arrive("bo");
  wire.arrive("dy");
  EXPECT_EQ(read_body(), "body");
  EXPECT_EQ(wire.written, "HTTP/1.1 100 Continue\r\n\r\n");
}

TEST_F(Reading, needs_no_100_when_the_body_came_unasked) {
  wire.arrive("HEAD\r\n\r\nbody");
  read_head();
  begin_body({BodyKind::length, 4}, Reader::Continue::owed);
  EXPECT_EQ(read_body(), "body");
  EXPECT_EQ(wire.written, "");
}

TEST_F(Reading, forgets_the_100_when_an_answer_is_on_its_way) {
  wire.arrive("HEAD\r\n\r\n");
  read_head();
  begin_body({BodyKind::length, 4}, Reader::Continue::owed);
  reader.forget_continue();
  wire.arrive("body");
  EXPECT_EQ(read_body(), "body");
  EXPECT_EQ(wire.written, "");
}

TEST_F(Reading, does_not_hang_on_a_100_that_is_not_taken) {
  wire.arrive("HEAD\r\n\r\n");
  read_head();
  wire.stop_taking();
  reader.begin_body({BodyKind::length, 4}, Reader::Continue::owed, milliseconds(1));
  EXPECT_TRUE(read_body().starts_with("error "));
  EXPECT_TRUE(wire.aborted);
}

TEST_F(Reading, tells_a_body_that_stalls) {
  wire.arrive("HEAD\r\n\r\nbo");
  read_head();
  reader.begin_body({BodyKind::length, 4}, Reader::Continue::not_owed, milliseconds(1));
  EXPECT_EQ(read_body(), "error request.timeout");
}

TEST_F(Reading, tells_a_head_that_stalls) {
  wire.arrive("HE");
  reader.begin_message();
  EXPECT_TRUE(net::run(loop, reader.fill_head(kHead, kForEver)).value());
  EXPECT_FALSE(net::run(loop, reader.fill_head(kHead, milliseconds(1))).has_value());
  EXPECT_TRUE(reader.timed_out());
}

TEST_F(Reading, ends_when_cancelled_even_between_two_reads) {
  wire.arrive("HEAD\r\n\r\n");
  read_head();
  begin_body({BodyKind::length, 4});
  reader.cancel();
  EXPECT_EQ(read_body(), "error net.closed");
  EXPECT_FALSE(wire.aborted);
  begin_body({BodyKind::length, 4});
  wire.arrive("body");
  EXPECT_EQ(read_body(), "body");
}

TEST_F(Reading, refuses_a_head_past_the_limit) {
  reader.begin_message();
  wire.arrive(std::string(100, 'x'));
  EXPECT_TRUE(net::run(loop, reader.fill_head(10, kForEver)).value());
  EXPECT_EQ(reader.head_size(), 11u);  // one more than the limit, for the codec to see
  const auto more = net::run(loop, reader.fill_head(10, kForEver));
  ASSERT_FALSE(more.has_value());
  EXPECT_STREQ(more.error().code, "h1.head_too_large");
}

TEST_F(Reading, hands_out_what_came_behind_the_head_for_a_tunnel) {
  wire.arrive("HEAD\r\n\r\nframes");
  read_head();
  begin_body({BodyKind::none, 0});
  EXPECT_EQ(reader.take_unread(), "frames");
  EXPECT_FALSE(reader.has_unread());
}

}  // namespace
}  // namespace jg::http::h1
