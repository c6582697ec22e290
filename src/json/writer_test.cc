#include "json/writer.h"

#include <gtest/gtest.h>

namespace jg::json {
namespace {

TEST(Writer, puts_commas_between_members_and_elements_only) {
  std::string out = "data: ";
  Writer(out)
      .begin_object()
      .member("a", "x{")
      .key("b")
      .begin_array()
      .number(1)
      .text("[")
      .begin_object()
      .end_object()
      .end_array()
      .member_raw("c", "null")
      .end_object();
  EXPECT_EQ(out, R"(data: {"a":"x{","b":[1,"[",{}],"c":null})");
}

TEST(Writer, escapes_names_and_texts) {
  std::string out;
  Writer(out).begin_object().member("a\"", "line\nend").end_object();
  EXPECT_EQ(out, R"({"a\"":"line\nend"})");
}

}  // namespace
}  // namespace jg::json
