#include "mcp/openapi/conformity.h"

#include <gtest/gtest.h>

namespace jg::mcp::openapi {
namespace {

bool is_listed(const std::string& allowed, const std::string& value) {
  const auto schema = json::Document::parse(R"({"enum":)" + allowed + "}");
  const auto parsed = json::Document::parse("[" + value + "]");
  return check_value(schema->root(), *parsed->root().at(0), "x").has_value();
}

TEST(Conformity, takes_the_values_that_are_listed) {
  const std::string all = R"(["a", 1, 18446744073709551615, -1, 0.5, null, [1, "b"], {"c": [2]}])";
  for (const char* good : {R"("a")", "1", "1.0", "18446744073709551615", "-1", "0.5", "null",
                           R"([1, "b"])", R"({"c": [2.0]})"})
    EXPECT_TRUE(is_listed(all, good)) << good;
  for (const char* bad :
       {R"("b")", R"("1")", "2", "18446744073709551614", "true", "false", "[]", "[1]",
        R"([1, "b", 2])", "{}", R"({"c": [3]})", R"({"d": [2]})", R"({"c": [2], "d": 1})"})
    EXPECT_FALSE(is_listed(all, bad)) << bad;
  EXPECT_TRUE(is_listed("[true]", "true"));
  EXPECT_FALSE(is_listed("[]", "null"));
}

}  // namespace
}  // namespace jg::mcp::openapi
