#include "mcp/multi/labels.h"

#include <gtest/gtest.h>

namespace jg::mcp {
namespace {

using Kind = telemetry::McpSubject::Kind;

struct Case {
  Kind kind;
  std::string_view name, label;
};

TEST(Label, is_read_back_as_what_it_was_made_of) {
  for (const Case& one : {Case{Kind::tool, "x", "a.b_x"},
                          {Kind::tool, "x_y+z", "a.b_x_y+z"},
                          {Kind::prompt, "", "a.b_"},
                          {Kind::resource, "demo://x+y_z", "a.b+demo://x+y_z"},
                          {Kind::resource, "ui://x", "ui://a.b+x"},
                          {Kind::resource, "ui:x", "a.b+ui:x"}}) {
    EXPECT_EQ(label(one.kind, "a.b", one.name), one.label);
    const auto read = read_label(one.kind, one.label);
    ASSERT_TRUE(read) << one.label;
    EXPECT_EQ(read->target, "a.b");
    EXPECT_EQ(read->rest, one.name);
  }
}

TEST(Label, is_none_without_its_sign) {
  EXPECT_FALSE(read_label(Kind::tool, "x"));
  EXPECT_FALSE(read_label(Kind::tool, "_x"));
  EXPECT_FALSE(read_label(Kind::resource, "a_x"));
  EXPECT_FALSE(read_label(Kind::resource, "ui://+x"));
}

TEST(IdLabel, keeps_numbers_texts_and_servers_apart) {
  for (const auto& [id, written] :
       {std::pair<std::string_view, std::string_view>{"7", "\"agw_a_n_7\""},
        {"-7", "\"agw_a_n_-7\""},
        {"\"7\"", "\"agw_a_s_7\""},
        {"\"n_7\"", "\"agw_a_s_n_7\""},
        {"\"\"", "\"agw_a_s_\""},
        {"\"a \\\"b\\\"\"", "\"agw_a_s_a \\\"b\\\"\""}}) {
    EXPECT_EQ(label_id("a", id), written);
    const auto read = read_id_label(written);
    ASSERT_TRUE(read) << written;
    EXPECT_EQ(read->target, "a");
    EXPECT_EQ(read->rest, id);
  }
}

TEST(IdLabel, is_none_that_was_not_made_here) {
  for (const std::string_view id : {"7", "\"7\"", "\"agw_\"", "\"agw_a\"", "\"agw_a_n_\"",
                                    "\"agw_a_n_7,8\"", "\"agw_a_x_7\"", "\"agw__n_7\"", ""})
    EXPECT_FALSE(read_id_label(id)) << id;
}

TEST(EventLabel, is_read_back_as_what_it_was_made_of) {
  const auto read = read_event_label(label_event("a", "x+1 _2"));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->target, "a");
  EXPECT_EQ(read->rest, "x+1 _2");
  EXPECT_FALSE(read_event_label("x_1"));
}

}  // namespace
}  // namespace jg::mcp
