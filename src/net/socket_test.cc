#include "net/socket.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <optional>
#include <string>

#include "net/event.h"
#include "net/loop_fake.h"

namespace jg::net {
namespace {

// Both ends of a connection; the far one is the test's own.
struct Pair : testing::Test {
  Loop loop;
  std::optional<Socket> near;
  int far = -1;

  void SetUp() override {
    int ends[2];
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends), 0);
    near.emplace(loop, ends[0]);
    far = ends[1];
  }
  void TearDown() override { close_far(); }
  void close_far() {
    if (far >= 0) ::close(std::exchange(far, -1));
  }
  void far_says(std::string_view text) {
    ASSERT_EQ(::write(far, text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }
  std::string receive(std::size_t size = 64) {
    std::string text(size, '\0');
    const ssize_t got = near->receive(text.data(), text.size());
    text.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
    return text;
  }
  // Until the poller has told what has happened so far.
  void settle() {
    bool turned = false;
    loop.post([&] { turned = true; });
    turn_until(loop, [&] { return turned; });
    loop.context().poll();
  }
};

Task<bool> wait_readable(Socket& socket) {
  const bool open = co_await socket.until_readable();
  co_return open;
}
Task<bool> wait_writable(Socket& socket) {
  const bool open = co_await socket.until_writable();
  co_return open;
}

TEST_F(Pair, waits_until_something_comes) {
  loop.post([&] { far_says("hello"); });
  EXPECT_TRUE(run(loop, wait_readable(*near)));
  EXPECT_EQ(receive(), "hello");
  EXPECT_FALSE(near->may_read());
}

TEST_F(Pair, may_be_read_again_when_a_receive_was_full) {
  far_says("hello");
  EXPECT_TRUE(run(loop, wait_readable(*near)));
  EXPECT_EQ(receive(2), "he");
  EXPECT_TRUE(near->may_read());
  EXPECT_EQ(receive(), "llo");
}

Task<void> read_byte_by_byte(Loop& loop, Socket& socket, std::size_t& left, std::size_t& seen) {
  char byte;
  while (left > 0) {
    if (!co_await socket.until_readable()) co_return;
    if (socket.receive(&byte, 1) == 1) --left;
    if (seen == 0) loop.post([&] { seen = left; });
  }
}

TEST_F(Pair, lets_others_go_first_now_and_then) {
  std::size_t left = 1000;
  std::size_t seen = 0;  // by somebody else, when it is its turn
  far_says(std::string(left, 'x'));
  run(loop, read_byte_by_byte(loop, *near, left, seen));
  EXPECT_EQ(left, 0u);
  EXPECT_GT(seen, 900u);
}

TEST_F(Pair, tells_of_an_end_that_came_with_the_last_bytes) {
  far_says("bye");
  close_far();
  EXPECT_TRUE(run(loop, wait_readable(*near)));
  EXPECT_EQ(receive(), "bye");
  EXPECT_TRUE(near->peer_is_gone());
  EXPECT_TRUE(near->may_read());
  EXPECT_EQ(receive(), "");
}

TEST_F(Pair, is_quiet_until_the_peer_says_something_or_leaves) {
  settle();
  EXPECT_TRUE(near->is_quiet());
  far_says("unasked");
  settle();
  EXPECT_FALSE(near->is_quiet());
  receive();
  EXPECT_TRUE(near->is_quiet());
  close_far();
  settle();
  EXPECT_FALSE(near->is_quiet());
}

TEST_F(Pair, is_told_when_there_is_room_again) {
  const std::string much(1 << 20, 'x');
  while (near->send(much) > 0) {
  }
  loop.post([&] {
    std::string sink(1 << 20, '\0');
    while (::read(far, sink.data(), sink.size()) > 0) {
    }
  });
  EXPECT_TRUE(run(loop, wait_writable(*near)));
  EXPECT_GT(near->send("more"), 0);
}

TEST_F(Pair, ends_a_wait_that_is_cancelled_and_stays_open) {
  std::optional<bool> open;
  loop.spawn(keep_result(wait_readable(*near), open));
  loop.post([&] { near->cancel_read(); });
  turn_until(loop, [&] { return open.has_value(); });
  EXPECT_FALSE(*open);
  EXPECT_TRUE(near->is_open());
  far_says("still here");
  EXPECT_TRUE(run(loop, wait_readable(*near)));
}

TEST_F(Pair, forgets_a_cancellation_that_nobody_waited_for) {
  near->cancel_read();
  far_says("x");
  EXPECT_TRUE(run(loop, wait_readable(*near)));
}

TEST_F(Pair, ends_its_waits_when_it_is_closed) {
  std::optional<bool> open;
  loop.spawn(keep_result(wait_readable(*near), open));
  loop.post([&] { near->close(); });
  turn_until(loop, [&] { return open.has_value(); });
  EXPECT_FALSE(*open);
  EXPECT_FALSE(run(loop, wait_readable(*near)));
  EXPECT_TRUE(near->peer_is_gone());
}

// One that ends another in the same batch: what was to be told of the other is dropped.
Task<void> close_when_readable(Socket& socket, std::optional<Socket>& other, Event& done) {
  const bool open = co_await socket.until_readable();
  EXPECT_TRUE(open);
  other.reset();
  done.set();
}

TEST_F(Pair, may_be_destroyed_by_another_of_the_same_batch) {
  int ends[2];
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends), 0);
  Socket first(loop, ends[0]);
  settle();
  Event done(loop);
  loop.spawn(close_when_readable(first, near, done));
  ASSERT_EQ(::write(ends[1], "x", 1), 1);
  far_says("y");
  turn_until(loop, [&] { return done.is_set(); });
  settle();
  EXPECT_FALSE(near);
  ::close(ends[1]);
}

}  // namespace
}  // namespace jg::net
