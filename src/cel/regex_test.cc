#include "cel/regex.h"

#include <gtest/gtest.h>

#include <string>

namespace jg::cel {
namespace {

TEST(Regex, is_found_anywhere_in_the_text) {
  const auto regex = Regex::make("a(b|c)+d");
  ASSERT_TRUE(regex);
  EXPECT_TRUE((*regex)->is_found_in("xxabcbdxx"));
  EXPECT_FALSE((*regex)->is_found_in("ad"));
}

TEST(Regex, refuses_patterns_that_are_wrong_or_huge) {
  EXPECT_FALSE(Regex::make("("));
  EXPECT_FALSE(Regex::make("(a)\\1"));
  EXPECT_FALSE(Regex::make("((a{1000}){1000})"));
  EXPECT_FALSE(Regex::make(std::string(Regex::kLongestPattern + 1, 'a')));
}

TEST(Regex, replaces_its_first_match) {
  const auto regex = Regex::make("([a-z]+)-(?P<num>[0-9]+)");
  ASSERT_TRUE(regex);
  EXPECT_EQ((*regex)->replace_first("x ab-12 cd-34", "$2:${1}:${num}:$$:$9:$", 64),
            "x 12:ab:12:$:: cd-34");
  EXPECT_EQ((*regex)->replace_first("none", "x", 4), "none");
}

TEST(Regex, replaces_an_empty_match) {
  const auto regex = Regex::make("");
  ASSERT_TRUE(regex);
  EXPECT_EQ((*regex)->replace_first("", "x", 1), "x");
  EXPECT_EQ((*regex)->replace_first("ab", "x", 3), "xab");
  EXPECT_EQ((*regex)->replace_first("ab", "x", 2), std::nullopt);
}

}  // namespace
}  // namespace jg::cel
