#include "net/waiter.h"

#include <gtest/gtest.h>

#include "net/loop_fake.h"

namespace jg::net {
namespace {

using std::chrono::milliseconds;
using End = Waiter::End;

TEST(Waiter, ends_when_it_is_woken) {
  Loop loop;
  Waiter waiter(loop);
  std::optional<End> end;
  loop.spawn(keep_result(waiter.wait(milliseconds(0)), end));
  loop.context().poll();
  EXPECT_FALSE(end.has_value());
  waiter.wake();
  turn_until(loop, [&] { return end.has_value(); });
  EXPECT_EQ(*end, End::woken);
}

TEST(Waiter, ends_by_its_time) {
  Loop loop;
  Waiter waiter(loop);
  EXPECT_EQ(run(loop, waiter.wait(milliseconds(1))), End::timed_out);
}

TEST(Waiter, keeps_its_first_end) {
  Loop loop;
  Waiter waiter(loop);
  waiter.abort();
  waiter.wake();
  EXPECT_EQ(run(loop, waiter.wait(milliseconds(1))), End::aborted);
}

TEST(Waiter, leaves_its_line_with_its_end_or_its_life) {
  Loop loop;
  Line line;
  Waiter first(loop);
  line.push_back(first);
  {
    Waiter second(loop);
    line.push_back(second);
  }
  EXPECT_EQ(line.size(), 1u);
  line.front().wake();
  EXPECT_TRUE(line.empty());
}

}  // namespace
}  // namespace jg::net
