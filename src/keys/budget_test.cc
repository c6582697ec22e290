#include "keys/budget.h"

#include <gtest/gtest.h>

namespace jg::keys {
namespace {

using namespace std::chrono_literals;
constexpr SteadyTime kStart{1000h};

TEST(Budget, allows_a_few_in_a_row_but_not_at_once) {
  Budget budget(30s);
  EXPECT_TRUE(budget.take(kStart));
  EXPECT_FALSE(budget.take(kStart));
  EXPECT_FALSE(budget.take(kStart + 999ms));
  EXPECT_TRUE(budget.take(kStart + 1s));
  EXPECT_TRUE(budget.take(kStart + 2s));
  EXPECT_TRUE(budget.take(kStart + 3s));
  EXPECT_FALSE(budget.take(kStart + 4s));
}

TEST(Budget, allows_one_an_interval_in_the_long_run) {
  Budget budget(30s);
  int taken = 0;
  for (auto time = kStart; time < kStart + 1h; time += 100ms) taken += budget.take(time) ? 1 : 0;
  EXPECT_EQ(taken, 120 + Budget::kAtOnce - 1);
}

TEST(Budget, says_when_the_next_may_be_taken) {
  Budget budget(30s);
  EXPECT_LT(budget.next(), kStart);
  for (auto time = kStart; time < kStart + 10s; time += 1s) (void)budget.take(time);
  EXPECT_EQ(budget.next(), kStart + 30s);
  EXPECT_FALSE(budget.take(budget.next() - 1ms));
  EXPECT_TRUE(budget.take(budget.next()));
}

TEST(Budget, is_whole_again_after_a_rest) {
  Budget budget(30s);
  for (auto time = kStart; time < kStart + 10s; time += 1s) (void)budget.take(time);
  for (int i = 0; i < Budget::kAtOnce; ++i) EXPECT_TRUE(budget.take(kStart + 200s + i * 1s));
  EXPECT_FALSE(budget.take(kStart + 204s));
}

}  // namespace
}  // namespace jg::keys
