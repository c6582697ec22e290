#include "config/environment.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace jg::config {
namespace {

std::optional<std::string> look_up(std::string_view name) {
  if (name == "A") return "1";
  if (name == "A_2") return "two";
  if (name == "1") return "digit";
  if (name == "NESTED") return "$A";
  if (name == "EMPTY") return "";
  return std::nullopt;
}

TEST(Environment, puts_in_every_form_agentgateway_accepts) {
  struct Case {
    const char* text;
    const char* expected;
  };
  const std::vector<Case> cases = {
      {"$A", "1"},         {"x${A}y", "x1y"},       {"$A_2-", "two-"},
      {"$1", "digit"},     {"${GONE:-a b}", "a b"}, {"${A:-b}", "1"},
      {"${EMPTY:-b}", ""}, {"${GONE:-}", ""},       {"$$A", "$A"},
      {"$$$A", "$1"},      {"^a$", "^a$"},          {"$ $.$", "$ $.$"},
      {"${A", "${A"},      {"${}", "${}"},          {"${A-b}", "${A-b}"},
      {"$NESTED", "$A"},   {"~/x", "~/x"},
  };
  for (const Case& c : cases) {
    const Expansion expansion = expand(c.text, look_up, 100);
    EXPECT_EQ(expansion.text, c.expected) << c.text;
    EXPECT_TRUE(expansion.unset.empty()) << c.text;
  }
}

TEST(Environment, names_each_unset_variable_and_where_it_stands) {
  const Expansion expansion = expand("a $B ${C}", look_up, 100);
  ASSERT_EQ(expansion.unset.size(), 2u);
  EXPECT_EQ(expansion.unset[0].name, "B");
  EXPECT_EQ(expansion.unset[0].offset, 2u);
  EXPECT_EQ(expansion.unset[1].name, "C");
  EXPECT_EQ(expansion.unset[1].offset, 5u);
}

TEST(Environment, says_whether_a_variable_was_used) {
  EXPECT_TRUE(expand("${GONE:-x}", look_up, 100).used_variable);
  EXPECT_FALSE(expand("$$A", look_up, 100).used_variable);
}

TEST(Environment, stops_at_its_limit) {
  EXPECT_FALSE(expand("$A_2$A", look_up, 4).too_long);
  EXPECT_TRUE(expand("$A_2$A_2", look_up, 4).too_long);
}

}  // namespace
}  // namespace jg::config
