#include "mcp/sse/message_place.h"

#include <gtest/gtest.h>

namespace jg::mcp {
namespace {

HttpServer server(bool by_tls = false) {
  HttpServer out;
  out.path = "/deep/sse";
  out.endpoint.host = "mcp.example.com";
  out.endpoint.port = by_tls ? 443 : 8080;
  if (by_tls) out.endpoint.tls = upstream::Tls{"mcp.example.com"};
  return out;
}

TEST(MessagePlace, is_relative_to_the_streams_url) {
  struct Case {
    const char* reference;
    const char* target;
  };
  const Case cases[] = {
      {"/message?sessionId=a", "/message?sessionId=a"},
      {"message?sessionId=a:b/c", "/deep/message?sessionId=a:b/c"},
      {"../message", "/message"},
      {"./a:b", "/deep/a:b"},
      {"?sessionId=a", "/deep/sse?sessionId=a"},
      {"http://mcp.example.com:8080/m?x=1", "/m?x=1"},
      {"HTTP://MCP.example.com:8080", "/"},
      {"//mcp.example.com:8080/m", "/m"},
      {"/a/./b/../c", "/a/c"},
  };
  for (const Case& one : cases) {
    const auto found = resolve_place(server(), one.reference);
    ASSERT_TRUE(found) << one.reference;
    EXPECT_EQ(*found, one.target);
  }
  EXPECT_EQ(*resolve_place(server(true), "https://mcp.example.com/m"), "/m");
  EXPECT_EQ(*resolve_place(server(true), "//mcp.example.com/m"), "/m");
}

TEST(MessagePlace, is_of_the_same_origin_and_well_formed_or_refused) {
  const std::string long_one = "/" + std::string(kMostReference, 'x');
  for (const std::string& reference :
       {std::string("http://evil.example:8080/m"), std::string("http://mcp.example.com/m"),
        std::string("https://mcp.example.com:8080/m"),
        std::string("http://mcp.example.com:8080@evil.example/m"), std::string("//evil.example/m"),
        std::string("ftp://mcp.example.com:8080/m"), std::string("javascript:alert"),
        std::string("mcp.example.com:8080/m"), std::string("/m x"), std::string("/m\r\nx-evil: 1"),
        std::string("/m#part"), std::string("\\\\evil.example/m"),
        std::string("/.//evil.example/m"), std::string("/../../m"), std::string("/a%2f..%2fb"),
        std::string("/\xc3\xa4"), std::string(), long_one}) {
    const auto found = resolve_place(server(), reference);
    ASSERT_FALSE(found) << reference;
    EXPECT_STREQ(found.error().code, "mcp.no_endpoint");
  }
}

}  // namespace
}  // namespace jg::mcp
