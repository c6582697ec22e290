#include "telemetry/time_text.h"

#include <gtest/gtest.h>

namespace jg::telemetry {
namespace {

using namespace std::chrono_literals;

constexpr SystemTime kMidnight{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}};

TEST(TimeText, is_of_one_width) {
  TimeText text;
  EXPECT_EQ(text.show(kMidnight), "2026-11-23T00:00:00.000000Z");
  EXPECT_EQ(text.show(kMidnight + 18h + 4min + 5s + 123456us), "2026-11-23T18:04:05.123456Z");
}

TEST(TimeText, follows_each_change) {
  TimeText text;
  text.show(kMidnight - 1us);
  EXPECT_EQ(text.show(kMidnight), "2026-11-23T00:00:00.000000Z");
  EXPECT_EQ(text.show(kMidnight + 7us), "2026-11-23T00:00:00.000007Z");
  EXPECT_EQ(text.show(kMidnight - 1us), "2026-11-22T23:59:59.999999Z");
}

}  // namespace
}  // namespace jg::telemetry
