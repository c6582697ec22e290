#include "base/coarse_clock.h"

#include <gtest/gtest.h>

namespace jg {
namespace {

// By how much is the machine's affair; another clock would be off by days.
TEST(CoarseClock, is_the_steady_clock_a_little_behind) {
  const auto before = std::chrono::steady_clock::now();
  const auto coarse = coarse_now();
  const auto after = std::chrono::steady_clock::now();
  EXPECT_LE(coarse, after);
  EXPECT_LT(before - coarse, std::chrono::minutes(1));
}

}  // namespace
}  // namespace jg
