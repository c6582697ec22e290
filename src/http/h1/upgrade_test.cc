#include "http/h1/upgrade.h"

#include <gtest/gtest.h>

namespace jg::http::h1 {
namespace {

bool may_be_tunnelled(std::initializer_list<std::string_view> values) {
  Fields fields;
  for (const std::string_view value : values) fields.add("upgrade", value);
  return h1::may_be_tunnelled(fields);
}

TEST(Upgrade, to_a_named_protocol_may_be_tunnelled) {
  for (const char* value : {"websocket", "WebSocket", "x/1", "irc/6.9", "a, b/2", "h2cx", "x-h2c"})
    EXPECT_TRUE(may_be_tunnelled({value})) << value;
}

TEST(Upgrade, to_http_is_never_tunnelled) {
  for (const char* value : {"h2c", "H2C", "h2", "h2c/2", "HTTP/2.0", "TLS/1.0", "websocket, h2c",
                            "h2c,websocket", "a/1 , h2c/1"})
    EXPECT_FALSE(may_be_tunnelled({value})) << value;
}

TEST(Upgrade, in_any_other_form_is_not_tunnelled) {
  for (const char* value : {"", ",", "a,", ",a", "a,,b", "/", "/1", "a/", "a/1/2", "h2c;", "h2c q",
                            "\"h2c\"", "(h2c)", "h2c\\", "h2c\xa0", "a b", "a;q=1"})
    EXPECT_FALSE(may_be_tunnelled({value})) << value;
  EXPECT_FALSE(may_be_tunnelled({}));
  EXPECT_FALSE(may_be_tunnelled({"websocket", "websocket"}));
}

bool grants(std::string_view asked, std::string_view granted) {
  Fields request;
  Fields answer;
  request.add("upgrade", asked);
  answer.add("upgrade", granted);
  return grants_what_was_asked(request, answer);
}

TEST(Upgrade, leads_only_where_it_was_asked) {
  EXPECT_TRUE(grants("websocket", "WebSocket"));
  EXPECT_TRUE(grants("a, b/2", "b/1"));
  EXPECT_TRUE(grants("a, b", "b, a"));
  EXPECT_FALSE(grants("websocket", "h2c"));
  EXPECT_FALSE(grants("a", "a, b"));
  EXPECT_FALSE(grants("a", ""));
  EXPECT_FALSE(grants("ab", "a"));
}

}  // namespace
}  // namespace jg::http::h1
