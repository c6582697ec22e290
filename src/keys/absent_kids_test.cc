#include "keys/absent_kids.h"

#include <gtest/gtest.h>

#include <string>

namespace jg::keys {
namespace {

using namespace std::chrono_literals;
constexpr SteadyTime kStart{1000h};

TEST(AbsentKids, hold_an_id_once_a_fetch_has_not_brought_it) {
  AbsentKids absent;
  EXPECT_FALSE(absent.contains("a", 7, kStart));
  absent.add("a", 7, kStart);
  EXPECT_FALSE(absent.contains("a", 7, kStart));
  EXPECT_TRUE(absent.contains("a", 8, kStart));
  EXPECT_FALSE(absent.contains("b", 8, kStart));
}

TEST(AbsentKids, forget_with_time) {
  AbsentKids absent;
  absent.add("a", 7, kStart);
  EXPECT_TRUE(absent.contains("a", 8, kStart + AbsentKids::kFor - 1ms));
  EXPECT_FALSE(absent.contains("a", 8, kStart + AbsentKids::kFor));
}

TEST(AbsentKids, are_no_more_than_their_limit) {
  AbsentKids absent;
  for (std::size_t i = 0; i <= AbsentKids::kMost; ++i) absent.add(std::to_string(i), 7, kStart);
  EXPECT_FALSE(absent.contains("0", 8, kStart));
  EXPECT_TRUE(absent.contains("1", 8, kStart));
  EXPECT_TRUE(absent.contains(std::to_string(AbsentKids::kMost), 8, kStart));
}

}  // namespace
}  // namespace jg::keys
