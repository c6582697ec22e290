#include "keys/schedule.h"

#include <gtest/gtest.h>

namespace jg::keys {
namespace {

using namespace std::chrono_literals;
constexpr SteadyTime kStart{1000h};

struct Scheduled {
  FastRandom random{7};
  Lifetimes lifetimes{.least = 60s, .most = 3600s, .usual = 900s, .stale = 7200s};
  Schedule schedule{lifetimes, kStart};

  void expect_life(std::optional<std::chrono::seconds> said, std::chrono::seconds life) {
    for (int i = 0; i < 100; ++i) {
      schedule.succeeded(kStart, said, random);
      EXPECT_GE(schedule.next(), kStart + life * 4 / 5);
      EXPECT_LE(schedule.next(), kStart + life);
      EXPECT_EQ(schedule.end(), kStart + life + 7200s);
    }
  }
};

TEST(Schedule, begins_at_once_with_nothing) {
  Scheduled made;
  EXPECT_EQ(made.schedule.next(), kStart);
  EXPECT_LT(made.schedule.end(), kStart);
}

TEST(Schedule, comes_before_the_end_of_what_the_server_says) {
  Scheduled().expect_life(600s, 600s);
}
TEST(Schedule, has_a_floor) { Scheduled().expect_life(0s, 60s); }
TEST(Schedule, has_a_ceiling) { Scheduled().expect_life(365 * 24h, 3600s); }
TEST(Schedule, has_a_usual_life) { Scheduled().expect_life(std::nullopt, 900s); }

TEST(Schedule, does_not_ask_at_the_same_time_each_time) {
  Scheduled made;
  made.schedule.succeeded(kStart, 600s, made.random);
  const SteadyTime first = made.schedule.next();
  made.schedule.succeeded(kStart, 600s, made.random);
  EXPECT_NE(made.schedule.next(), first);
}

TEST(Schedule, backs_off_further_with_each_failure) {
  Scheduled made;
  made.schedule.succeeded(kStart, 600s, made.random);
  const SteadyTime end = made.schedule.end();
  for (const auto pause : {1s, 2s, 4s, 8s, 16s, 32s, 60s, 60s, 60s}) {
    made.schedule.failed(kStart, made.random);
    EXPECT_GE(made.schedule.next(), kStart + pause * 4 / 5);
    EXPECT_LE(made.schedule.next(), kStart + pause);
  }
  EXPECT_EQ(made.schedule.end(), end);
  made.schedule.succeeded(kStart, 600s, made.random);
  made.schedule.failed(kStart, made.random);
  EXPECT_LE(made.schedule.next(), kStart + 1s);
}

}  // namespace
}  // namespace jg::keys
