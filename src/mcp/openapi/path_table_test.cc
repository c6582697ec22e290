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
  for (const char* other : {"/users/%40me", "/users/@me", "/users/%40ME", "/users/a.json"})
    EXPECT_TRUE(is_anothers(other)) << other;
  for (const char* own : {"/users/me", "/users/%2540me", "/users/gone", "/users/.json",
                          "/users/all", "/users/%7Bid%7D"})
    EXPECT_FALSE(is_anothers(own)) << own;
  EXPECT_TRUE(table.is_anothers("GET", "/users/{id}", "/users/list"));
  EXPECT_TRUE(table.is_anothers("GET", "/users/{id}/keys", "/users/all/keys"));
  EXPECT_FALSE(table.is_anothers("GET", "/users/@me", "/users/@me"));
  EXPECT_FALSE(table.is_anothers("GET", "/users/all/{part}", "/users/all/x"));
}

}  // namespace
}  // namespace jg::mcp::openapi
