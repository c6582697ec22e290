#include "http/uri.h"

#include <gtest/gtest.h>

#include <vector>

namespace jg::http {
namespace {

std::string canonical(std::string_view path) {
  Arena arena;
  const auto result = canonical_path(path, arena);
  return result ? std::string(*result) : result.error().code;
}

TEST(CanonicalPath, has_one_spelling_for_one_path) {
  struct Case {
    const char* path;
    const char* canonical;
  };
  for (const Case& c : std::vector<Case>{
           {"/", "/"},
           {"/a/b", "/a/b"},
           {"/a//b/", "/a//b/"},
           {"/a;x=y/b@:!$&'()*+,=~_-.", "/a;x=y/b@:!$&'()*+,=~_-."},
           {"/a|b{c}\"d", "/a|b{c}\"d"},
           {"/.well-known/x", "/.well-known/x"},
           {"/..a/...", "/..a/..."},
           {"/%41%7e%2d%5F", "/A~-_"},
           {"/%c3%a4%20%3f", "/%C3%A4%20%3F"},
           {"/%25", "/%25"},
           {"/%252e%252e/x", "/%252e%252e/x"},
           {"/.", "/"},
           {"/./", "/"},
           {"/a/.", "/a/"},
           {"/a/./b", "/a/b"},
           {"/a/../b", "/b"},
           {"/a/..", "/"},
           {"/a/b/..", "/a/"},
           {"/a/b/../../c", "/c"},
           {"/a//../b", "/a/b"},
           {"/%2e/a", "/a"},
           {"/a/%2E%2e/b", "/b"},
           {"/a/.%2e/b", "/b"},
           {"/public/%2e%2e/admin", "/admin"},
       }) {
    EXPECT_EQ(canonical(c.path), c.canonical) << c.path;
    EXPECT_EQ(canonical(canonical(c.path)), c.canonical) << c.path;
  }
}

TEST(CanonicalPath, refuses_what_readers_disagree_about) {
  struct Case {
    std::string_view path;
    const char* code;
  };
  using namespace std::string_view_literals;
  for (const Case& c : std::vector<Case>{
           {"", "uri.bad_path"},          {"a", "uri.bad_path"},
           {"*", "uri.bad_path"},         {"/a%2fb", "uri.bad_path"},
           {"/a%2Fb", "uri.bad_path"},    {"/a%5cb", "uri.bad_path"},
           {"/a\\b", "uri.bad_path"},     {"/a%00", "uri.bad_path"},
           {"/a\0b"sv, "uri.bad_path"},   {"/a b", "uri.bad_path"},
           {"/a\tb", "uri.bad_path"},     {"/\x7f", "uri.bad_path"},
           {"/\xc3\xa4", "uri.bad_path"}, {"/a?b", "uri.bad_path"},
           {"/a#b", "uri.bad_path"},      {"/..", "uri.bad_path"},
           {"/../a", "uri.bad_path"},     {"/a/../..", "uri.bad_path"},
           {"/%2e%2e/a", "uri.bad_path"}, {"/%", "uri.bad_encoding"},
           {"/%4", "uri.bad_encoding"},   {"/%4x", "uri.bad_encoding"},
           {"/%%41", "uri.bad_encoding"}, {"/%u0041", "uri.bad_encoding"},
       })
    EXPECT_EQ(canonical(c.path), c.code) << c.path;
}

TEST(CanonicalPath, gives_back_a_canonical_path_itself) {
  Arena arena;
  const std::string_view path = "/v1/chat/completions";
  EXPECT_EQ(canonical_path(path, arena)->data(), path.data());
}

TEST(ParseAuthority, takes_hosts_with_and_without_port) {
  struct Case {
    const char* text;
    const char* host;
    std::optional<std::uint16_t> port;
  };
  for (const Case& c : std::vector<Case>{
           {"example.com", "example.com", std::nullopt},
           {"EXAMPLE.com.", "EXAMPLE.com.", std::nullopt},
           {"my_service-1:8080", "my_service-1", 8080},
           {"127.0.0.1:65535", "127.0.0.1", 65535},
           {"[::1]", "::1", std::nullopt},
           {"[2001:db8::1]:443", "2001:db8::1", 443},
           {"[::ffff:1.2.3.4]", "::ffff:1.2.3.4", std::nullopt},
       }) {
    const auto authority = parse_authority(c.text);
    ASSERT_TRUE(authority) << c.text;
    EXPECT_EQ(authority->host, c.host) << c.text;
    EXPECT_EQ(authority->port, c.port) << c.text;
  }
}

TEST(ParseAuthority, refuses_all_else) {
  using namespace std::string_view_literals;
  for (const std::string_view text : {""sv,
                                      ":80"sv,
                                      "."sv,
                                      "a..b"sv,
                                      ".a"sv,
                                      "a:"sv,
                                      "a:0"sv,
                                      "a:65536"sv,
                                      "a:080808"sv,
                                      "a:+1"sv,
                                      "a:1:2"sv,
                                      "a b"sv,
                                      "a,b"sv,
                                      "u@a"sv,
                                      "u:p@a"sv,
                                      "a/b"sv,
                                      "a%41"sv,
                                      "a\\b"sv,
                                      "\xc3\xa4"sv,
                                      "::1"sv,
                                      "[::1"sv,
                                      "[]"sv,
                                      "[::1]x"sv,
                                      "[::1]:"sv,
                                      "[fe80::1%25eth0]"sv,
                                      "[fe80::1%eth0]"sv,
                                      "[v1.a]"sv,
                                      "[1.2.3.4]"sv,
                                      "[::1\0]"sv,
                                      "a\0"sv,
                                      "a~b"sv,
                                      "a*"sv})
    EXPECT_FALSE(parse_authority(text)) << text;
  EXPECT_FALSE(parse_authority(std::string(256, 'a')));
}

TEST(ParseUrl, holds_the_parts) {
  const auto url = parse_url("HTTPS://Example.com:8443/a/b?c=d");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->scheme, "https");
  EXPECT_EQ(url->host, "example.com");
  EXPECT_EQ(url->port, 8443);
  EXPECT_EQ(url->path, "/a/b");
  EXPECT_EQ(url->query, "c=d");
}

TEST(ParseUrl, fills_in_what_is_absent) {
  EXPECT_EQ(parse_url("http://a")->port, 80);
  EXPECT_EQ(parse_url("https://a")->port, 443);
  EXPECT_EQ(parse_url("https://a")->path, "");
  EXPECT_EQ(parse_url("https://a?b")->query, "b");
  EXPECT_EQ(parse_url("https://[::1]:1/")->host, "::1");
}

TEST(ParseUrl, refuses_all_else) {
  for (const char* text :
       {"", "a", "/a", "ftp://a", "http:/a", "http://", "http:///x", "http://u@a", "http://a#f",
        "http://a/\\b", "http://a b/", "http://a:x/", "//a", "http://\xc3\xa4/"}) {
    const auto url = parse_url(text);
    ASSERT_FALSE(url) << text;
    EXPECT_STREQ(url.error().code, "uri.bad_url") << text;
  }
}

TEST(FindQuery, decodes_like_a_form) {
  const char* query = "a=1&b=x%20y+z&c&d=&a=2&%65=%zz&=f&g=h=i";
  EXPECT_EQ(find_query(query, "a"), "1");
  EXPECT_EQ(find_query(query, "b"), "x y z");
  EXPECT_EQ(find_query(query, "c"), "");
  EXPECT_EQ(find_query(query, "d"), "");
  EXPECT_EQ(find_query(query, "e"), "%zz");
  EXPECT_EQ(find_query(query, "g"), "h=i");
  EXPECT_EQ(find_query(query, ""), "f");
  EXPECT_EQ(find_query(query, "x"), std::nullopt);
  EXPECT_EQ(find_query("", "a"), std::nullopt);
  EXPECT_EQ(find_query("&&a=1", "a"), "1");
}

TEST(RemoveQuery, takes_every_spelling_of_a_name_out) {
  EXPECT_EQ(remove_query("a=1&token=x&b=%41", "token"), "a=1&b=%41");
  EXPECT_EQ(remove_query("token=x&t%6Fken=y&token", "token"), "");
  EXPECT_EQ(remove_query("a&&b", "token"), "a&b");
  EXPECT_EQ(remove_query("", "token"), "");
}

TEST(Percent, encodes_all_but_unreserved_and_decodes_it_again) {
  std::string bytes;
  for (int byte = 0; byte < 256; ++byte) bytes += static_cast<char>(byte);
  EXPECT_EQ(percent_decode(percent_encode(bytes)), bytes);
  EXPECT_EQ(percent_encode("a-._~/ +\xff"), "a-._~%2F%20%2B%FF");
  EXPECT_EQ(percent_decode("%4"), std::nullopt);
  EXPECT_EQ(percent_decode("a+b"), "a+b");
}

}  // namespace
}  // namespace jg::http
