#include "config/faults.h"

#include <gtest/gtest.h>

namespace jg::config {
namespace {

TEST(Faults, are_told_in_the_order_of_the_file) {
  Faults faults;
  faults.add(Place{"b.yaml", {1, 1}, "x"}, "third");
  faults.add(Place{"a.yaml", {10, 2}, "y"}, "second");
  faults.warn(Place{"a.yaml", {9, 1}, ""}, "first");
  EXPECT_EQ(faults.text(),
            "a.yaml:9:1: warning: first\na.yaml:10:2: y: second\nb.yaml:1:1: x: third\n");
  EXPECT_EQ(faults.errors(), 2u);
  EXPECT_EQ(faults.warnings(), 1u);
}

TEST(Faults, keep_their_limit_and_prefer_errors) {
  Faults faults;
  for (std::size_t n = 0; n < Faults::kMostFaults; ++n) faults.warn(Place{"a", {1, 1}, ""}, "w");
  EXPECT_FALSE(faults.has_errors());
  faults.add(Place{"a", {2, 1}, ""}, "the error");
  faults.warn(Place{"a", {3, 1}, ""}, "too late");
  EXPECT_EQ(faults.sorted().size(), Faults::kMostFaults);
  EXPECT_TRUE(faults.text().ends_with("a:2:1: the error\nand 2 more\n"));
}

TEST(Faults, stay_one_line_each) {
  Faults faults;
  faults.add(Place{"a\nb", {}, "c\rd"}, "e\tf");
  EXPECT_EQ(faults.text(), "a?b: c?d: e?f\n");
}

TEST(Faults, become_one_error_that_blames_the_configuration) {
  Faults faults;
  faults.add(Place{"a", {}, ""}, "bad");
  const Error error = faults.as_error();
  EXPECT_EQ(error.blame, Blame::config);
  EXPECT_STREQ(error.code, "config.invalid");
  EXPECT_EQ(error.detail, "a: bad\n");
}

}  // namespace
}  // namespace jg::config
