#include "net/deadline.h"

#include <gtest/gtest.h>

#include <memory>

#include "net/loop_fake.h"

namespace jg::net {
namespace {

using std::chrono::milliseconds;

class Counting final : public Deadline {
 public:
  int expired = 0;
  Deadline* to_clear = nullptr;
  DeadlineList* set_again_on = nullptr;
  std::unique_ptr<Counting> to_destroy;

 private:
  void on_expired() override {
    ++expired;
    if (to_clear != nullptr) to_clear->clear();
    if (set_again_on != nullptr) set(*std::exchange(set_again_on, nullptr), milliseconds(1));
    to_destroy.reset();
  }
};

TEST(Deadline, fires_once_and_is_then_off) {
  Loop loop;
  Counting deadline;
  deadline.set(loop.deadlines(), milliseconds(1));
  EXPECT_TRUE(deadline.is_set());
  turn_until(loop, [&] { return deadline.expired > 0; });
  EXPECT_FALSE(deadline.is_set());
  EXPECT_EQ(deadline.expired, 1);
}

TEST(Deadline, of_zero_is_none) {
  Loop loop;
  Counting deadline;
  deadline.set(loop.deadlines(), milliseconds(1));
  deadline.set(loop.deadlines(), milliseconds(0));
  EXPECT_FALSE(deadline.is_set());
}

TEST(Deadline, never_fires_early_nor_when_cleared) {
  Loop loop;
  Counting first, cleared, later;
  first.set(loop.deadlines(), milliseconds(1));
  cleared.set(loop.deadlines(), milliseconds(1));
  later.set(loop.deadlines(), std::chrono::hours(1));
  cleared.clear();
  turn_until(loop, [&] { return first.expired > 0; });
  EXPECT_EQ(cleared.expired, 0);
  EXPECT_EQ(later.expired, 0);
  EXPECT_TRUE(later.is_set());
}

TEST(Deadline, may_clear_another_that_is_due_in_the_same_tick) {
  Loop loop;
  Counting first, second;
  first.to_clear = &second;
  first.set(loop.deadlines(), milliseconds(1));
  second.set(loop.deadlines(), milliseconds(1));
  turn_until(loop, [&] { return first.expired > 0; });
  EXPECT_EQ(second.expired, 0);
}

TEST(Deadline, may_destroy_another_that_is_due_in_the_same_tick) {
  Loop loop;
  Counting first, third;
  first.to_destroy = std::make_unique<Counting>();
  first.set(loop.deadlines(), milliseconds(1));
  first.to_destroy->set(loop.deadlines(), milliseconds(1));
  third.set(loop.deadlines(), milliseconds(1));
  turn_until(loop, [&] { return third.expired > 0; });
  EXPECT_EQ(first.expired, 1);
}

TEST(Deadline, may_set_itself_again_when_it_fires) {
  Loop loop;
  Counting deadline;
  deadline.set_again_on = &loop.deadlines();
  deadline.set(loop.deadlines(), milliseconds(1));
  turn_until(loop, [&] { return deadline.expired == 2; });
  EXPECT_FALSE(deadline.is_set());
}

TEST(Deadline, may_outlive_its_loop) {
  Counting deadline;
  {
    Loop loop;
    deadline.set(loop.deadlines(), milliseconds(1));
  }
  EXPECT_FALSE(deadline.is_set());
}

}  // namespace
}  // namespace jg::net
