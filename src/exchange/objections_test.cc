#include "exchange/objections.h"

#include <gtest/gtest.h>

namespace jg::exchange {
namespace {

using Asked = cel::Knowledge::Test;

// What was perhaps meant, "no" where nothing was, "fine" without an objection.
std::string meant(Root root, std::string_view member, std::string_view text,
                  Asked asked = Asked::is) {
  const auto objection = find_objection(root, member, asked, text);
  if (!objection) return "fine";
  return objection->meant.empty() ? "no" : objection->meant;
}

TEST(Objections, say_what_a_request_never_is) {
  EXPECT_EQ(meant(Root::request, "method", "get"), "\"GET\"");
  EXPECT_EQ(meant(Root::request, "path", "admin"), "\"/admin\"");
  EXPECT_EQ(meant(Root::request, "path", "/a?b"), "request.pathAndQuery == \"/a?b\"");
  EXPECT_EQ(meant(Root::request, "path", "a/", Asked::begins_with), "\"/a/\"");
  EXPECT_EQ(meant(Root::request, "pathAndQuery", "a?b"), "\"/a?b\"");
  EXPECT_EQ(meant(Root::request, "host", "A.example"), "\"a.example\"");
  EXPECT_EQ(meant(Root::request, "host", "a.example:80"), "\"a.example\"");
  EXPECT_EQ(meant(Root::request, "host", "a.example:", Asked::begins_with), "\"a.example\"");
  EXPECT_EQ(meant(Root::request, "host", "[::1]"), "\"::1\"");
  EXPECT_EQ(meant(Root::request, "host", "[2001:", Asked::begins_with), "\"2001:\"");
  EXPECT_EQ(meant(Root::request, "scheme", "HTTPS"), "\"https\"");
  EXPECT_EQ(meant(Root::request, "version", "HTTP/2"), "\"HTTP/2.0\"");
  EXPECT_EQ(meant(Root::request, "version", "1.1"), "no");
  EXPECT_EQ(meant(Root::source, "address", "10.0.0.0/8"),
            "cidr(\"10.0.0.0/8\").containsIP(source.address)");
  EXPECT_EQ(meant(Root::source, "address", "localhost"), "no");
  EXPECT_EQ(meant(Root::source, "spiffeId", "a/b"), "\"spiffe://a/b\"");
}

TEST(Objections, are_none_to_what_may_be) {
  for (const auto& [member, text] :
       std::initializer_list<std::pair<const char*, const char*>>{{"method", "GET"},
                                                                  {"method", "purge"},
                                                                  {"path", "/"},
                                                                  {"path", "*"},
                                                                  {"path", ""},
                                                                  {"pathAndQuery", "/a?b"},
                                                                  {"host", "a.example"},
                                                                  {"host", "::1"},
                                                                  {"scheme", "https"},
                                                                  {"version", "HTTP/1.1"}})
    EXPECT_EQ(meant(Root::request, member, text), "fine") << member << " " << text;
  EXPECT_EQ(meant(Root::request, "method", "ge", Asked::begins_with), "fine");
  EXPECT_EQ(meant(Root::request, "host", "2001:db8:", Asked::begins_with), "fine");
  EXPECT_EQ(meant(Root::request, "host", "fe80:", Asked::begins_with), "fine");
  EXPECT_EQ(meant(Root::source, "address", "2001:db8::1"), "fine");
  EXPECT_EQ(meant(Root::source, "address", "10.", Asked::begins_with), "fine");
  EXPECT_EQ(meant(Root::jwt, "path", "a"), "fine");
}

}  // namespace
}  // namespace jg::exchange
