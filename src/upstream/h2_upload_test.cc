#include "upstream/h2_upload.h"

#include <gtest/gtest.h>

#include "http/body_fake.h"
#include "http/h2/session_fake.h"
#include "net/loop_fake.h"
#include "net/stream_fake.h"

namespace jg::upstream {
namespace {

using std::chrono::milliseconds;
namespace h2 = http::h2;

// An upload without a stream: what it gives is pulled by the test.
struct Uploads : testing::Test {
  net::Loop loop;
  net::Wire wire{loop};
  h2::SessionUserFake session_user;
  h2::Connection connection{std::make_unique<net::StreamFake>(wire),
                            loop,
                            h2::Role::client,
                            {},
                            milliseconds(0),
                            session_user};
  h2::Stream stream;
  H2Upload upload{connection, milliseconds(1)};
  http::RequestHead head;
  http::BodyFake body{loop, {http::BodyKind::length, 9}};

  ~Uploads() override { loop.drop_tasks(); }
  void settle() {
    loop.context().restart();
    loop.context().poll();
  }
};

TEST_F(Uploads, have_nothing_to_send_of_no_body) {
  upload.begin({head}, {});
  EXPECT_EQ(upload.end(), h2::End::now);
  upload.start(stream);
  EXPECT_FALSE(upload.is_running());
}

TEST_F(Uploads, give_a_text_in_pieces) {
  upload.begin({.head = head, .text = "text"}, {});
  EXPECT_EQ(upload.end(), h2::End::follows);
  EXPECT_EQ(upload.framing().length, 4u);
  EXPECT_EQ(upload.pull(3).data, "tex");
  const h2::Outgoing last = upload.pull(3);
  EXPECT_EQ(last.data, "t");
  EXPECT_TRUE(last.end);
}

TEST_F(Uploads, keep_what_is_left_of_a_text) {
  std::string text = "a text of more than a few bytes";
  upload.begin({.head = head, .text = text}, {});
  EXPECT_EQ(upload.pull(7).data, "a text ");
  upload.keep_text();
  text.assign(text.size(), '-');
  EXPECT_EQ(upload.pull(100).data, "of more than a few bytes");
}

TEST_F(Uploads, gather_what_is_at_hand_up_to_a_limit) {
  const std::string piece(BodyStart::kBytes - 1, 'x');
  for (int i = 0; i < 3; ++i) body.arrive(piece);
  upload.begin({.head = head, .body = &body}, {});
  EXPECT_EQ(body.left(), 1u);
  EXPECT_EQ(upload.take_start().data.size(), 2 * piece.size());
}

TEST_F(Uploads, can_begin_anew_until_more_is_asked_for) {
  body.arrive("one");
  upload.begin({.head = head, .body = &body}, {});
  loop.post([&] { upload.start(stream); });
  settle();
  EXPECT_TRUE(upload.can_begin_anew());
  upload.pull(100);
  settle();
  EXPECT_FALSE(upload.can_begin_anew());
  body.end();
  settle();
}

TEST_F(Uploads, begin_anew_with_what_was_gathered) {
  body.arrive("one");
  upload.begin({.head = head, .body = &body}, {});
  upload.pull(100);
  BodyStart start = upload.take_start();
  body.arrive("two");
  upload.begin({.head = head, .body = &body}, std::move(start));
  EXPECT_EQ(upload.pull(100).data, "one");
  EXPECT_EQ(body.left(), 1u) << "the rest is asked for when the start is gone";
}

TEST_F(Uploads, end_with_the_trailers_of_their_source) {
  body.sent_trailers.add("x-check", "7");
  body.arrive("one");
  body.end();
  upload.begin({.head = head, .body = &body}, {});
  const h2::Outgoing all = upload.pull(100);
  EXPECT_TRUE(all.end);
  EXPECT_EQ(all.trailers, &body.sent_trailers);
}

TEST_F(Uploads, tell_that_the_source_broke) {
  body.break_off();
  upload.begin({.head = head, .body = &body}, {});
  ASSERT_TRUE(upload.error());
  EXPECT_STREQ(upload.error()->code, "net.closed");
  EXPECT_TRUE(upload.pull(100).data.empty());
  EXPECT_FALSE(upload.can_begin_anew());
}

TEST_F(Uploads, tell_that_the_upstream_takes_nothing) {
  body.arrive("one");
  upload.begin({.head = head, .body = &body}, {});
  loop.post([&] { upload.start(stream); });
  net::turn_until(loop, [&] { return upload.error().has_value(); });
  EXPECT_STREQ(upload.error()->code, "upstream.timeout");
  EXPECT_FALSE(upload.is_running());
}

TEST_F(Uploads, settle_by_breaking_the_source_off) {
  upload.begin({.head = head, .body = &body}, {});
  loop.post([&] { upload.start(stream); });
  settle();
  EXPECT_TRUE(upload.is_running());
  net::run(loop, upload.settle());
  EXPECT_FALSE(upload.is_running());
  EXPECT_TRUE(body.was_cancelled());
  EXPECT_FALSE(upload.pull(100).end) << "half a request never looks whole";
}

}  // namespace
}  // namespace jg::upstream
