#include "policies/cors/origin.h"

#include <gtest/gtest.h>

namespace jg::policies::cors {
namespace {

bool fits(std::string_view pattern, std::string_view origin) {
  const auto parsed = OriginPattern::parse(pattern);
  EXPECT_TRUE(parsed) << pattern;
  const auto page = parse_origin(origin);
  return parsed && page && parsed->fits(*page);
}

TEST(Origin, is_scheme_host_and_port) {
  EXPECT_TRUE(fits("https://a.example", "https://a.example"));
  EXPECT_TRUE(fits("https://a.example", "HTTPS://A.Example:443"));
  EXPECT_TRUE(fits("http://a.example:80", "http://a.example"));
  EXPECT_TRUE(fits("http://[::1]:3000", "http://[::1]:3000"));
  EXPECT_FALSE(fits("https://a.example", "http://a.example"));
  EXPECT_FALSE(fits("https://a.example", "https://a.example:8443"));
  EXPECT_FALSE(fits("https://a.example", "https://b.example"));
  EXPECT_FALSE(fits("https://a.example", "https://a.example.evil"));
  EXPECT_FALSE(fits("https://a.example", "https://evil-a.example"));
}

TEST(Origin, fits_a_pattern_with_stars_in_its_host) {
  EXPECT_TRUE(fits("https://*.example", "https://a.example"));
  EXPECT_TRUE(fits("https://*.example", "https://a.b.EXAMPLE"));
  EXPECT_TRUE(fits("http://*", "http://anything:80"));
  EXPECT_TRUE(fits("https://a*z.*.example", "https://abcz.b.example"));
  EXPECT_TRUE(fits("https://*a*a", "https://baaba"));
  EXPECT_FALSE(fits("https://*.example", "https://example"));
  EXPECT_FALSE(fits("https://*.example", "https://a.example.evil"));
  EXPECT_FALSE(fits("https://*.example", "https://a.example:8443"));
  EXPECT_FALSE(fits("https://a*z.example", "https://az2.example"));
}

TEST(Origin, cannot_be_anything_else) {
  for (const char* text :
       {"", "null", "example.com", "ftp://a", "https://", "https://:443", "https://a:0",
        "https://a:65536", "https://a:x", "https://a:", "https://a/", "https://a?b", "https://a#b",
        "https://u@a", "https://a b", "https://a,https://b", "https://*", "https://a.*"})
    EXPECT_FALSE(parse_origin(text)) << text;
  for (const char* text : {"null", "a.example", "*.example", "https://a/b"})
    EXPECT_FALSE(OriginPattern::parse(text)) << text;
}

}  // namespace
}  // namespace jg::policies::cors
