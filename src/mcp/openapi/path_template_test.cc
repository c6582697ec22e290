#include "mcp/openapi/path_template.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/arena.h"
#include "http/uri.h"

namespace jg::mcp::openapi {
namespace {

TEST(PathTemplate, finds_its_places) {
  const auto path = PathTemplate::parse("/pets/{id}/photos/{n}.png");
  ASSERT_TRUE(path);
  EXPECT_EQ(path->names(), (std::vector<std::string>{"id", "n"}));
  EXPECT_EQ(path->fill({"a%20b", "7"}), "/pets/a%20b/photos/7.png");
}

TEST(PathTemplate, is_refused_when_it_is_not_what_is_sent) {
  for (const char* bad : {"", "pets", "/a/../b", "/a/./b", "/a?b", "/a#b", "/a b", "/{a", "/{}",
                          "/{a}{a}", "/{a{b}}", "/a%2Fb", "/a%zz", "/a\\b", "/%41", "/\xc3\xa4"})
    EXPECT_FALSE(PathTemplate::parse(bad)) << bad;
}

TEST(PathTemplate, takes_no_value_that_is_more_than_its_place) {
  for (const std::string bad : {"",
                                ".",
                                "..",
                                "/",
                                "a/b",
                                "../b",
                                "a\\b",
                                "a\r\nb",
                                "\x7f",
                                "%2e%2e",
                                "%2E",
                                "a%2fb",
                                "%252e%252e",
                                "%25252e",
                                "%5c",
                                "a%00b",
                                "%0d%0aX-A: b",
                                "%2525252525252e",
                                "%2e%2e%2fadmin%",
                                "%zz%2fadmin",
                                "..;x",
                                ".;",
                                "%2e.;x",
                                "..%3bx",
                                "..?x",
                                ".%23"})
    EXPECT_FALSE(may_stand_in_path(bad)) << bad;
  EXPECT_FALSE(may_stand_in_path(std::string_view("\0", 1)));
}

TEST(PathTemplate, takes_any_other) {
  Arena arena;
  for (const std::string good :
       {"a",    "7", "...",   ".a",  "a.",   "100%", "a?b#c", "a;b=c", "ä",  "a b", "a&b",
        "{id}", "%", "50%25", "..a", "a..b", "%zz",  "a;..",  "...;x", "#a", ";x"}) {
    EXPECT_TRUE(may_stand_in_path(good)) << good;
    const std::string path = PathTemplate::parse("/x/{a}/y")->fill({http::percent_encode(good)});
    EXPECT_EQ(http::canonical_path(path, arena), path);
    EXPECT_EQ(std::ranges::count(path, '/'), 3) << path;
    EXPECT_EQ(path.find_first_of("?#"), std::string::npos) << path;
  }
}

}  // namespace
}  // namespace jg::mcp::openapi
