#include "llm/body_edit.h"

#include <gtest/gtest.h>

#include <vector>

namespace jg::llm {
namespace {

using When = BodyEdit::When;

// "(same)" when the body stays as it is.
std::string edited(std::string_view body, const std::vector<BodyEdit>& edits) {
  const auto object = parse_object_text(body);
  EXPECT_TRUE(object.has_value()) << body;
  return edit_body(body, *object, edits).value_or("(same)");
}

BodyEdit set(std::string member, std::string json) {
  return {std::move(member), std::move(json), When::always};
}
BodyEdit set_if_absent(std::string member, std::string json) {
  return {std::move(member), std::move(json), When::absent};
}

TEST(EditBody, replaces_a_value_and_keeps_every_other_byte) {
  EXPECT_EQ(
      edited("{ \"a\" : [1, 2],\n \"model\" : \"x\" ,\"b\":1.50e0 }\n", {set("model", "\"y\"")}),
      "{ \"a\" : [1, 2],\n \"model\" : \"y\" ,\"b\":1.50e0 }\n");
}

TEST(EditBody, finds_members_of_the_top_only) {
  EXPECT_EQ(edited(R"({"a":{"model":"in","x":"}"},"model":"out"})", {set("model", "\"new\"")}),
            R"({"a":{"model":"in","x":"}"},"model":"new"})");
}

TEST(EditBody, finds_a_name_that_is_escaped) {
  EXPECT_EQ(edited(R"({"mod\u0065l":"x"})", {set("model", "\"y\"")}), R"({"mod\u0065l":"y"})");
}

TEST(EditBody, is_not_led_astray_by_quotes_and_brackets_in_strings) {
  EXPECT_EQ(edited(R"({"q":"\\\"model\\\":\\","r":"]}\\\\","model":"x","s":["\"]"]})",
                   {set("model", "1")}),
            R"({"q":"\\\"model\\\":\\","r":"]}\\\\","model":1,"s":["\"]"]})");
}

TEST(EditBody, adds_what_is_absent_at_the_end) {
  EXPECT_EQ(edited(R"({"model":"m" })", {set("a", "1"), set_if_absent("b", "{}")}),
            R"({"model":"m" ,"a":1,"b":{}})");
  EXPECT_EQ(edited("{ }", {set("a", "1"), set("b", "2")}), R"({ "a":1,"b":2})");
}

TEST(EditBody, gives_a_default_only_where_the_member_is_absent) {
  EXPECT_EQ(edited(R"({"t":null})", {set_if_absent("t", "1")}), "(same)");
  EXPECT_EQ(edited(R"({"u":2})", {set_if_absent("t", "1")}), R"({"u":2,"t":1})");
}

TEST(EditBody, lets_a_later_override_win_and_a_later_default_lose) {
  EXPECT_EQ(edited(R"({"t":1})", {set("t", "2"), set("t", "3"), set_if_absent("t", "4")}),
            R"({"t":3})");
  EXPECT_EQ(edited(R"({})", {set("t", "2"), set_if_absent("t", "4")}), R"({"t":2})");
}

TEST(EditBody, changes_nothing_when_the_value_is_there_already) {
  EXPECT_EQ(edited(R"({"model": "m"})", {set("model", "\"m\"")}), "(same)");
  EXPECT_EQ(edited(R"({"model": "m"})", {}), "(same)");
}

TEST(EditBody, replaces_several_in_the_order_of_the_text) {
  EXPECT_EQ(edited(R"({"a":1,"b":true,"c":"x"})", {set("c", "3"), set("n", "0"), set("a", "[]")}),
            R"({"a":[],"b":true,"c":3,"n":0})");
}

}  // namespace
}  // namespace jg::llm
