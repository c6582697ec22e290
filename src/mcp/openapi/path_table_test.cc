#include "mcp/openapi/path_table.h"

#include <gtest/gtest.h>

namespace jg::mcp::openapi {
namespace {

TEST(PathTable, knows_the_operation_that_says_more) {
  PathTable table;
  for (const char* path : {"/users/{id}", "/users/@me", "/users/{id}/keys", "/users/all/{part}",
                           "/users/{id}.json", "/{any}/list"})
    table.add("GET", path);
  table.add("DELETE", "/users/gone");
  const auto is_anothers = [&](std::string_view path) {
    return table.is_anothers("GET", "/users/{id}", path);
  };
  for (const char* other : {"/users/%40me", "/users/@me", "/users/%40ME", "/users/a.json",
                            "/users/%2540me", "/users/%40me%3Bx", "/users/%40me%3Fx"})
    EXPECT_TRUE(is_anothers(other)) << other;
  for (const char* own : {"/users/me", "/users/me%3Bx", "/users/gone", "/users/.json", "/users/all",
                          "/users/%7Bid%7D"})
    EXPECT_FALSE(is_anothers(own)) << own;
  EXPECT_TRUE(table.is_anothers("GET", "/users/{id}", "/users/list"));
  EXPECT_TRUE(table.is_anothers("GET", "/users/{id}/keys", "/users/all/keys"));
  EXPECT_FALSE(table.is_anothers("GET", "/users/@me", "/users/@me"));
  EXPECT_FALSE(table.is_anothers("GET", "/users/all/{part}", "/users/all/x"));
  EXPECT_TRUE(table.is_anothers("HEAD", "/users/{id}", "/users/@me"));
  EXPECT_FALSE(table.is_anothers("PUT", "/users/{id}", "/users/@me"));
}

TEST(PathTable, counts_what_stands_between_places) {
  PathTable table;
  for (const char* path : {"/{id}", "/{name}.{type}", "/{from}...{to}"}) table.add("GET", path);
  for (const char* other : {"/a.b", "/a..b", "/a.b.c"})
    EXPECT_TRUE(table.is_anothers("GET", "/{id}", other)) << other;
  for (const char* own : {"/a", "/.a", "/a.", "/."})
    EXPECT_FALSE(table.is_anothers("GET", "/{id}", own)) << own;
  EXPECT_TRUE(table.is_anothers("GET", "/{name}.{type}", "/a...b"));
  EXPECT_FALSE(table.is_anothers("GET", "/{name}.{type}", "/a.b"));
}

}  // namespace
}  // namespace jg::mcp::openapi
