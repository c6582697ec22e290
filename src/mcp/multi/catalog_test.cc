#include "mcp/multi/catalog.h"

#include <gtest/gtest.h>

namespace jg::mcp {
namespace {

TEST(Catalog, knows_whose_a_name_is) {
  Catalog catalog;
  EXPECT_FALSE(catalog.find_target(Kind::tool, "x"));
  catalog.set(Kind::tool, {{"x", "a"}, {"y", "b"}, {"z", "a"}, {"z", "b"}, {"w", "a"}, {"w", "a"}});
  EXPECT_EQ(catalog.find_target(Kind::tool, "x"), "a");
  EXPECT_EQ(catalog.find_target(Kind::tool, "y"), "b");
  EXPECT_EQ(catalog.find_target(Kind::tool, "w"), "a");
  EXPECT_FALSE(catalog.find_target(Kind::tool, "z")) << "two servers have it";
  EXPECT_FALSE(catalog.find_target(Kind::prompt, "x"));
  catalog.set(Kind::tool, {});
  EXPECT_FALSE(catalog.find_target(Kind::tool, "x"));
}

TEST(Catalog, finds_a_resource_by_its_template_when_no_list_has_it) {
  Catalog catalog;
  catalog.set(Kind::resource, {{"demo://a/1", "b"}});
  catalog.set_templates({{"demo://a/{id}", "a"}, {"demo://{x}/all", "b"}, {"file:///{path}", "b"}});
  EXPECT_EQ(catalog.find_target(Kind::resource, "demo://a/1"), "b");
  EXPECT_EQ(catalog.find_target(Kind::resource, "demo://a/2"), "a");
  EXPECT_EQ(catalog.find_target(Kind::resource, "demo://a/{id}"), "a") << "completion names it so";
  EXPECT_EQ(catalog.find_target(Kind::resource, "file:///x/y"), "b");
  EXPECT_FALSE(catalog.find_target(Kind::resource, "demo://a/all")) << "of either";
  EXPECT_FALSE(catalog.find_target(Kind::tool, "demo://a/2"));
}

TEST(Template, may_expand_to_what_has_its_literals_in_order) {
  for (const auto& [uri_template, uri] : {std::pair<std::string_view, std::string_view>{"a", "a"},
                                          {"a{x}", "a"},
                                          {"a{x}b", "ab"},
                                          {"a{x}b{y}", "a1b2"},
                                          {"{x}", "anything"},
                                          {"a{x}b", "abab"}})
    EXPECT_TRUE(could_be_of(uri_template, uri)) << uri_template << " " << uri;
  for (const auto& [uri_template, uri] : {std::pair<std::string_view, std::string_view>{"a", "ab"},
                                          {"a{x}", "b"},
                                          {"a{x}b", "a"},
                                          {"a{x}b", "abc"},
                                          {"ab{x}b", "ab"},
                                          {"a{x", "a1"},
                                          {"a{x}b{y}c", "ac"}})
    EXPECT_FALSE(could_be_of(uri_template, uri)) << uri_template << " " << uri;
}

TEST(Shared, are_the_names_of_more_than_one_server) {
  EXPECT_EQ(find_shared({{"x", "a"}, {"y", "b"}, {"x", "b"}, {"x", "c"}, {"w", "a"}, {"w", "a"}}),
            std::vector<std::string>{"x"});
  EXPECT_TRUE(find_shared({}).empty());
}

}  // namespace
}  // namespace jg::mcp
