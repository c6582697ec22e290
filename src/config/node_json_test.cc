#include "config/node_json.h"

#include <gtest/gtest.h>

namespace jg::config {
namespace {

std::optional<std::string> json(const std::string& yaml) {
  Faults faults;
  const auto document =
      Document::parse({"c.yaml", yaml}, [](std::string_view) { return std::nullopt; }, faults);
  return json_of(document->root());
}

TEST(NodeJson, says_the_same_as_the_yaml) {
  EXPECT_EQ(json("a: [1, -2.5, true, null, 'x\"y']\nb: {}\nc: []\n"),
            R"({"a":[1,-2.5,true,null,"x\"y"],"b":{},"c":[]})");
  EXPECT_EQ(json("text"), R"("text")");
}

TEST(NodeJson, is_nothing_where_json_has_no_word) {
  EXPECT_EQ(json("a: [.inf]"), std::nullopt);
  EXPECT_EQ(json("a: .nan"), std::nullopt);
}

}  // namespace
}  // namespace jg::config
