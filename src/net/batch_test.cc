#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "net/loop_fake.h"
#include "net/socket.h"

namespace jg::net {
namespace {

// A connection whose far end has said something before the loop turns.
class Spoken {
 public:
  explicit Spoken(Loop& loop) : near_(loop, open(far_)) {}
  ~Spoken() { ::close(far_); }
  Spoken(const Spoken&) = delete;
  Spoken& operator=(const Spoken&) = delete;

  Socket& near() { return near_; }

 private:
  static int open(int& far) {
    int ends[2];
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends), 0);
    far = ends[1];
    EXPECT_EQ(::write(far, "x", 1), 1);
    return ends[0];
  }

  int far_ = -1;
  Socket near_;
};

Task<void> answer(Loop& loop, Socket& socket, std::string name, std::vector<std::string>& events) {
  const bool open = co_await socket.until_readable();
  EXPECT_TRUE(open);
  events.push_back(name + " read");
  co_await loop.batch_end();
  events.push_back(name + " written");
}

TEST(Batch, writes_follow_when_all_that_is_ready_has_been_read) {
  Loop loop;
  Spoken first(loop);
  Spoken second(loop);
  std::vector<std::string> events;
  loop.spawn(answer(loop, first.near(), "first", events));
  loop.spawn(answer(loop, second.near(), "second", events));
  turn_until(loop, [&] { return events.size() == 4; });
  EXPECT_EQ(events, (std::vector<std::string>{"first read", "second read", "second written",
                                              "first written"}));
}

TEST(Batch, who_is_alone_does_not_wait) {
  Loop loop;
  Spoken only(loop);
  std::vector<std::string> events;
  loop.spawn(answer(loop, only.near(), "only", events));
  turn_until(loop, [&] { return !events.empty(); });
  EXPECT_EQ(events.size(), 2u);
}

TEST(Batch, nobody_waits_outside_of_a_batch) {
  Loop loop;
  EXPECT_TRUE(loop.batch_end().await_ready());
}

}  // namespace
}  // namespace jg::net
