#include "proxy/match.h"

#include <gtest/gtest.h>

namespace jg::proxy {
namespace {

Pattern pattern(std::string_view text) { return std::move(*Pattern::compile(text)); }

http::RequestHead request(std::string_view method = "GET", std::string_view query = "") {
  http::RequestHead head;
  head.method = method;
  head.query = query;
  return head;
}

RouteMatch asking_query(std::string name, std::string exact) {
  RouteMatch match;
  match.query.push_back({std::move(name), std::move(exact), {}});
  return match;
}

TEST(Pattern, covers_the_whole_text_or_nothing) {
  const Pattern digits = pattern("/v[0-9]+");
  EXPECT_TRUE(digits.covers("/v12"));
  EXPECT_FALSE(digits.covers("/v12/x"));
  EXPECT_FALSE(digits.covers("/a/v12"));
  EXPECT_FALSE(digits.covers("/v12\n"));
}

TEST(Pattern, is_refused_when_it_is_no_re2) {
  for (const std::string_view text : {"(", "a(?=b)", "\\1", "[z-a]"}) {
    const auto compiled = Pattern::compile(text);
    ASSERT_FALSE(compiled) << text;
    EXPECT_STREQ(compiled.error().code, "config.bad_pattern");
  }
}

TEST(Pattern, is_refused_when_it_would_take_too_much_memory) {
  EXPECT_FALSE(Pattern::compile("((((a{100}){100}){100}){100}){100}"));
}

TEST(RouteMatch, that_asks_nothing_fits_everything) {
  EXPECT_TRUE(RouteMatch{}.fits_rest(request("BREW", "x")));
}

TEST(RouteMatch, compares_methods_with_their_case) {
  RouteMatch match;
  match.method = "GET";
  EXPECT_TRUE(match.fits_rest(request("GET")));
  EXPECT_FALSE(match.fits_rest(request("get")));
  EXPECT_FALSE(match.fits_rest(request("HEAD")));
}

TEST(RouteMatch, fits_any_value_of_a_repeated_header) {
  RouteMatch match;
  match.headers.push_back({"x-tier", "gold", {}});
  http::RequestHead head = request();
  EXPECT_FALSE(match.fits_rest(head));
  head.fields.add("x-tier", "silver");
  EXPECT_FALSE(match.fits_rest(head));
  head.fields.add("x-tier", "gold");
  EXPECT_TRUE(match.fits_rest(head));
}

TEST(RouteMatch, wants_all_headers_and_whole_values) {
  RouteMatch match;
  match.headers.push_back({"x-a", "1", {}});
  match.headers.push_back({"x-b", {}, pattern("b+")});
  http::RequestHead head = request();
  head.fields.add("x-a", "1");
  EXPECT_FALSE(match.fits_rest(head));
  head.fields.add("x-b", "abb");
  EXPECT_FALSE(match.fits_rest(head));
  head.fields.add("x-b", "bb");
  EXPECT_TRUE(match.fits_rest(head));
}

TEST(RouteMatch, takes_the_last_of_a_repeated_parameter) {
  const RouteMatch match = asking_query("a", "2");
  EXPECT_TRUE(match.fits_rest(request("GET", "a=1&a=2")));
  EXPECT_FALSE(match.fits_rest(request("GET", "a=2&a=1")));
}

TEST(RouteMatch, decodes_names_and_values_of_parameters) {
  const RouteMatch match = asking_query("a b", "c&d");
  EXPECT_TRUE(match.fits_rest(request("GET", "x=1&a+b=c%26d")));
  EXPECT_TRUE(match.fits_rest(request("GET", "%61%20b=c%26d")));
  EXPECT_FALSE(match.fits_rest(request("GET", "a+b=c&d")));
}

TEST(RouteMatch, tells_an_empty_parameter_from_none) {
  const RouteMatch match = asking_query("a", "");
  EXPECT_TRUE(match.fits_rest(request("GET", "a=")));
  EXPECT_TRUE(match.fits_rest(request("GET", "a")));
  EXPECT_FALSE(match.fits_rest(request("GET", "ab=")));
  EXPECT_FALSE(match.fits_rest(request("GET", "")));
}

TEST(WithoutTrailingSlashes, leaves_whole_segments) {
  EXPECT_EQ(without_trailing_slashes("/a/b/"), "/a/b");
  EXPECT_EQ(without_trailing_slashes("/a//"), "/a");
  EXPECT_EQ(without_trailing_slashes("/a"), "/a");
  EXPECT_EQ(without_trailing_slashes("/"), "");
  EXPECT_EQ(without_trailing_slashes("//"), "");
  EXPECT_EQ(without_trailing_slashes(""), "");
}

}  // namespace
}  // namespace jg::proxy
