#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "http/h1/codes.h"
#include "http/h1/head.h"

namespace jg::http::h1 {
namespace {

struct Response {
  std::string buffer;
  ResponseHead head;
  Control control;
  Progress progress;

  Result<std::size_t> parse(std::string_view method = "GET") {
    return parse_response_head(buffer.data(), buffer.size(), {}, progress, method, head, control);
  }
};

std::string verdict(const std::string& text) {
  Response response{text, {}, {}, {}};
  const auto parsed = response.parse();
  if (!parsed) return parsed.error().code;
  return *parsed == 0 ? "incomplete" : "";
}

TEST(ResponseHead, holds_all_parts_of_a_response) {
  Response response{
      "HTTP/1.1 404 Not  Found \xc3\xa4\r\nServer: x\r\nContent-Length: 3\r\n\r\nabc", {}, {}, {}};
  EXPECT_EQ(response.parse().value_or(0), response.buffer.size() - 3);
  EXPECT_EQ(response.head.status, 404);
  EXPECT_EQ(response.head.reason, "Not  Found \xc3\xa4");
  EXPECT_EQ(response.head.fields.find("server"), "x");
  EXPECT_EQ(response.control.body.length, 3u);
}

TEST(ResponseHead, judges_status_lines) {
  struct Case {
    const char* line;
    const char* code;
  };
  for (const Case& c : std::vector<Case>{
           {"HTTP/1.1 200 OK", ""},
           {"HTTP/1.1 200 ", ""},
           {"HTTP/1.1 200", ""},
           {"HTTP/1.0 599 x", ""},
           {"HTTP/1.1 099 x", codes::kBadStatusLine},
           {"HTTP/1.1 600 x", codes::kBadStatusLine},
           {"HTTP/1.1 20 x", codes::kBadStatusLine},
           {"HTTP/1.1 2000 x", codes::kBadStatusLine},
           {"HTTP/1.1  200 x", codes::kBadStatusLine},
           {"HTTP/1.1\t200 x", codes::kBadStatusLine},
           {"HTTP/1.1 200\tx", codes::kBadStatusLine},
           {"HTTP/1.1 +20 x", codes::kBadStatusLine},
           {"HTTP/1.1 200 a\x01", codes::kBadStatusLine},
           {"HTTP/1.2 200 x", codes::kUnsupportedVersion},
           {"HTTP/2.0 200 x", codes::kUnsupportedVersion},
           {"HTTP/1.01 200 x", codes::kBadStatusLine},
           {"ICE/1.1 200 x", codes::kBadStatusLine},
           {"http/1.1 200 x", codes::kBadStatusLine},
           {"\r\nHTTP/1.1 200 x", codes::kBadStatusLine},
           {"HTTP/1.1 200 x\rA: b", codes::kBadLineEnd},
           {"HTTP/1.1 200 x\nA: b", codes::kBadLineEnd},
       })
    EXPECT_EQ(verdict(std::string(c.line) + "\r\n\r\n"), c.code) << c.line;
}

TEST(ResponseHead, frames_bodies_as_rfc9112_section_6_3_says) {
  struct Case {
    const char* method;
    const char* text;
    BodyKind kind;
    Persistence persistence;
  };
  const auto keep = Persistence::keep_alive;
  const auto close = Persistence::close;
  for (const Case& c : std::vector<Case>{
           {"GET", "200 x\r\nContent-Length: 5\r\n", BodyKind::length, keep},
           {"GET", "200 x\r\nTransfer-Encoding: chunked\r\n", BodyKind::chunked, keep},
           {"GET", "200 x\r\n", BodyKind::until_close, close},
           {"HEAD", "200 x\r\nContent-Length: 5\r\n", BodyKind::none, keep},
           {"HEAD", "200 x\r\nTransfer-Encoding: chunked\r\n", BodyKind::none, keep},
           {"HEAD", "200 x\r\n", BodyKind::none, keep},
           {"head", "200 x\r\n", BodyKind::until_close, close},
           {"GET", "204 x\r\n", BodyKind::none, keep},
           {"GET", "204 x\r\nContent-Length: 0\r\n", BodyKind::none, keep},
           {"GET", "204 x\r\nContent-Length: 5\r\n", BodyKind::none, close},
           {"GET", "204 x\r\nTransfer-Encoding: chunked\r\n", BodyKind::none, close},
           {"GET", "304 x\r\nContent-Length: 5\r\n", BodyKind::none, keep},
           {"GET", "100 x\r\n", BodyKind::none, keep},
           {"GET", "103 x\r\nLink: y\r\n", BodyKind::none, keep},
       }) {
    Response response{std::string("HTTP/1.1 ") + c.text + "\r\n", {}, {}, {}};
    ASSERT_TRUE(response.parse(c.method)) << c.text;
    EXPECT_EQ(response.control.body.kind, c.kind) << c.method << c.text;
    EXPECT_EQ(response.control.persistence, c.persistence) << c.method << c.text;
  }
}

TEST(ResponseHead, refuses_framing_that_can_be_read_twice) {
  struct Case {
    const char* text;
    const char* code;
  };
  for (const Case& c : std::vector<Case>{
           {"HTTP/1.1 200 x\r\nContent-Length: 5\r\nContent-Length: 5\r\n",
            codes::kBadContentLength},
           {"HTTP/1.1 200 x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n",
            codes::kAmbiguousLength},
           {"HTTP/1.1 200 x\r\nTransfer-Encoding: gzip\r\n", codes::kBadTransferEncoding},
           {"HTTP/1.0 200 x\r\nTransfer-Encoding: chunked\r\n", codes::kBadTransferEncoding},
           {"HTTP/1.1 100 x\r\nContent-Length: 5\r\n", codes::kAmbiguousLength},
           {"HTTP/1.1 204 x\r\nContent-Length: x\r\n", codes::kBadContentLength},
           {"HTTP/1.1 101 x\r\n", codes::kBadUpgrade},
           {"HTTP/1.1 101 x\r\nUpgrade: websocket\r\n", codes::kBadUpgrade},
       })
    EXPECT_EQ(verdict(std::string(c.text) + "\r\n"), c.code) << c.text;
}

TEST(ResponseHead, sees_upgrades_and_tunnels) {
  Response upgrade{
      "HTTP/1.1 101 x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n", {}, {}, {}};
  ASSERT_TRUE(upgrade.parse());
  EXPECT_TRUE(upgrade.control.upgrades);
  Response tunnel{"HTTP/1.1 200 x\r\n\r\n", {}, {}, {}};
  ASSERT_TRUE(tunnel.parse("CONNECT"));
  EXPECT_TRUE(tunnel.control.upgrades);
  EXPECT_EQ(tunnel.control.body.kind, BodyKind::none);
}

TEST(ResponseHead, blames_the_upstream) {
  Response response{"HTTP/1.1 700 x\r\n\r\n", {}, {}, {}};
  EXPECT_EQ(response.parse().error().blame, Blame::upstream);
}

TEST(ResponseHead, is_incomplete_at_every_prefix) {
  const std::string text = "HTTP/1.1 200 OK\r\nA: b\r\n\r\n";
  for (std::size_t size = 0; size < text.size(); ++size)
    EXPECT_EQ(verdict(text.substr(0, size)), "incomplete") << size;
}

}  // namespace
}  // namespace jg::http::h1
