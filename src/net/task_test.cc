#include "net/task.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "net/event.h"
#include "net/loop_fake.h"

namespace jg::net {
namespace {

Task<int> answer(int value) { co_return value; }
Task<void> note(std::vector<int>& seen, int value) {
  seen.push_back(value);
  co_return;
}
Task<void> note_after(Event& event, std::vector<int>& seen, int value) {
  co_await event.wait();
  seen.push_back(value);
}

TEST(Task, does_nothing_until_it_is_awaited) {
  std::vector<int> seen;
  {
    const Task<void> dropped = note(seen, 1);
  }
  EXPECT_TRUE(seen.empty());
}

TEST(Task, gives_its_value_to_the_awaiter) {
  Loop loop;
  EXPECT_EQ(run(loop, answer(42)), 42);
}

Task<int> sum(int count) {
  int total = 0;
  for (int i = 0; i < count; ++i) total += co_await answer(1);
  co_return total;
}

TEST(Task, may_be_awaited_in_a_long_loop_without_using_up_the_stack) {
  Loop loop;
  EXPECT_EQ(run(loop, sum(200'000)), 200'000);
}

Task<std::unique_ptr<std::string>> owned() { co_return std::make_unique<std::string>("moved"); }

TEST(Task, moves_its_value) {
  Loop loop;
  EXPECT_EQ(*run(loop, owned()), "moved");
}

TEST(Task, that_waits_goes_on_behind_the_work_that_woke_it) {
  Loop loop;
  Event event(loop);
  std::vector<int> seen;
  loop.spawn(note_after(event, seen, 2));
  loop.post([&] {
    event.set();
    seen.push_back(1);
  });
  turn_until(loop, [&] { return seen.size() == 2; });
  EXPECT_EQ(seen, (std::vector<int>{1, 2}));
}

Task<void> nested(Event& event, std::vector<int>& seen) {
  co_await note_after(event, seen, 1);
  co_await note(seen, 2);
}

TEST(Task, goes_on_through_all_that_await_it) {
  Loop loop;
  Event event(loop);
  std::vector<int> seen;
  loop.spawn(nested(event, seen));
  loop.post([&] { event.set(); });
  turn_until(loop, [&] { return seen.size() == 2; });
  EXPECT_EQ(seen, (std::vector<int>{1, 2}));
}

struct Told {
  explicit Told(bool& flag) : gone(flag) {}
  ~Told() { gone = true; }
  bool& gone;
};
Task<void> wait_with(Event& event, bool& gone) {
  const Told told(gone);
  co_await event.wait();
}

TEST(Loop, ends_the_tasks_that_still_wait_with_itself) {
  bool gone = false;
  auto loop = std::make_unique<Loop>();
  {
    Event event(*loop);
    bool started = false;
    loop->spawn(wait_with(event, gone));
    loop->post([&] { started = true; });
    turn_until(*loop, [&] { return started; });
    EXPECT_FALSE(gone);
    loop.reset();
  }
  EXPECT_TRUE(gone);
}

TEST(Loop, drops_the_tasks_that_still_wait_when_it_is_told_to) {
  bool gone = false;
  Loop loop;
  Event event(loop);
  bool started = false;
  loop.spawn(wait_with(event, gone));
  loop.post([&] { started = true; });
  turn_until(loop, [&] { return started; });
  loop.drop_tasks();
  EXPECT_TRUE(gone);
}

TEST(Loop, begins_a_task_at_once_on_its_own_thread) {
  Loop loop;
  std::vector<int> seen;
  bool done = false;
  loop.post([&] {
    loop.spawn(note(seen, 1));
    seen.push_back(2);
    done = true;
  });
  turn_until(loop, [&] { return done; });
  EXPECT_EQ(seen, (std::vector<int>{1, 2}));
}

}  // namespace
}  // namespace jg::net
