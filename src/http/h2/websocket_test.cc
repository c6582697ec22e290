#include "http/h2/websocket.h"

#include <gtest/gtest.h>

#include "base/base64.h"

namespace jg::http::h2 {
namespace {

TEST(WebSocket, is_said_as_http1_says_it) {
  Arena arena;
  RequestHead head;
  head.method = "CONNECT";
  head.fields.add("sec-websocket-version", "13");
  head.fields.add("sec-websocket-key", "the client's");
  make_upgrade(head, arena);
  EXPECT_EQ(head.method, "GET");
  EXPECT_EQ(head.fields.find("upgrade"), "websocket");
  EXPECT_EQ(head.fields.count("sec-websocket-key"), 1u);
  EXPECT_EQ(base64_decode(*head.fields.find("sec-websocket-key"))->size(), 16u);
  EXPECT_EQ(head.fields.find("sec-websocket-version"), "13");
}

TEST(WebSocket, opens_with_a_200) {
  ResponseHead head;
  head.status = 101;
  head.fields.add("sec-websocket-accept", "x");
  head.fields.add("sec-websocket-protocol", "chat");
  const ResponseHead opening = make_opening(head);
  EXPECT_EQ(opening.status, 200);
  EXPECT_FALSE(opening.fields.has("sec-websocket-accept"));
  EXPECT_EQ(opening.fields.find("sec-websocket-protocol"), "chat");
}

}  // namespace
}  // namespace jg::http::h2
