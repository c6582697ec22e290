#include "http/h1/head.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "http/h1/codes.h"

namespace jg::http::h1 {
namespace {

struct Request {
  std::string buffer;
  RequestHead head;
  Control control;
  Progress progress;

  Result<std::size_t> parse(const HeadLimits& limits = {}) {
    return parse_request_head(buffer.data(), buffer.size(), limits, progress, head, control);
  }
};

// "" when accepted, "incomplete", or the code.
std::string verdict(std::string text, const HeadLimits& limits = {}) {
  Request request{std::move(text), {}, {}, {}};
  const auto parsed = request.parse(limits);
  if (!parsed) return parsed.error().code;
  return *parsed == 0 ? "incomplete" : "";
}

// The same with every prefix offered in turn, each in a buffer of its own.
std::string verdict_in_pieces(const std::string& text) {
  Progress progress;
  for (std::size_t size = 0; size <= text.size(); ++size) {
    std::string buffer = text.substr(0, size);
    RequestHead head;
    Control control;
    const auto parsed =
        parse_request_head(buffer.data(), buffer.size(), {}, progress, head, control);
    if (!parsed) return parsed.error().code;
    if (*parsed != 0) return "";
  }
  return "incomplete";
}

std::string with_host(const std::string& lines) {
  return "POST /p HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n";
}

TEST(RequestHead, holds_all_parts_of_a_request) {
  Request request{
      "POST /v1/chat?x=1&y HTTP/1.1\r\nHost: api.example:8080\r\nX-A:  b c\t\r\n"
      "Content-Length: 12\r\nEmpty:\r\n\r\nrest",
      {},
      {},
      {}};
  const auto parsed = request.parse();
  ASSERT_TRUE(parsed);
  EXPECT_EQ(*parsed, request.buffer.size() - 4);
  const RequestHead& head = request.head;
  EXPECT_EQ(head.method, "POST");
  EXPECT_EQ(head.target, "/v1/chat?x=1&y");
  EXPECT_EQ(head.path, "/v1/chat");
  EXPECT_EQ(head.query, "x=1&y");
  EXPECT_EQ(head.authority, "api.example:8080");
  EXPECT_EQ(head.scheme, "");
  EXPECT_EQ(head.version, Version::http11);
  ASSERT_EQ(head.fields.size(), 4u);
  EXPECT_EQ(head.fields.find("x-a"), "b c");
  EXPECT_EQ(head.fields.find("empty"), "");
  EXPECT_EQ(request.control.body.kind, BodyKind::length);
  EXPECT_EQ(request.control.body.length, 12u);
  EXPECT_EQ(request.control.persistence, Persistence::keep_alive);
}

TEST(RequestHead, gives_the_same_whether_bytes_come_one_by_one) {
  const std::string text =
      "\r\nGET /path HTTP/1.1\r\nHost: example.com\r\n"
      "A-Rather-Long-Field-Name-With-Many-Bytes: and its value\r\n\r\n";
  Request request;
  request.buffer = text;
  Progress progress;
  for (std::size_t size = 0; size < text.size(); ++size) {
    const auto parsed = parse_request_head(request.buffer.data(), size, {}, progress, request.head,
                                           request.control);
    ASSERT_TRUE(parsed) << size;
    ASSERT_EQ(*parsed, 0u) << size;
  }
  const auto parsed = parse_request_head(request.buffer.data(), text.size(), {}, progress,
                                         request.head, request.control);
  EXPECT_EQ(parsed.value_or(0), text.size());
  EXPECT_EQ(request.head.path, "/path");
  EXPECT_EQ(request.head.fields.find("a-rather-long-field-name-with-many-bytes"), "and its value");
}

TEST(RequestHead, accepts_the_forms_of_targets) {
  struct Case {
    const char* line;
    const char* authority;
    const char* target;
    const char* scheme;
  };
  for (const Case& c : std::vector<Case>{
           {"GET / HTTP/1.1", "a", "/", ""},
           {"GET /?q HTTP/1.1", "a", "/?q", ""},
           {"GET //x HTTP/1.1", "a", "//x", ""},
           {"OPTIONS * HTTP/1.1", "a", "*", ""},
           {"GET http://a/x?y HTTP/1.1", "a", "/x?y", "http"},
           {"GET HTTPS://A/x HTTP/1.1", "A", "/x", "https"},
           {"GET http://a HTTP/1.1", "a", "/", "http"},
           {"OPTIONS http://a HTTP/1.1", "a", "*", "http"},
       }) {
    Request request{std::string(c.line) + "\r\nHost: a\r\n\r\n", {}, {}, {}};
    ASSERT_TRUE(request.parse()) << c.line;
    EXPECT_EQ(request.head.authority, c.authority) << c.line;
    EXPECT_EQ(request.head.target, c.target) << c.line;
    EXPECT_EQ(request.head.scheme, c.scheme) << c.line;
  }
}

TEST(RequestHead, refuses_bad_start_lines) {
  struct Case {
    const char* line;
    const char* code;
  };
  for (const Case& c : std::vector<Case>{
           {" GET / HTTP/1.1", codes::kBadRequestLine},
           {"G(T / HTTP/1.1", codes::kBadRequestLine},
           {"GET  / HTTP/1.1", codes::kBadRequestLine},
           {"GET\t/ HTTP/1.1", codes::kBadRequestLine},
           {"GET /  HTTP/1.1", codes::kBadRequestLine},
           {"GET /\tHTTP/1.1", codes::kBadTarget},
           {"GET / HTTP/1.1 ", codes::kBadLineEnd},
           {"GET / http/1.1", codes::kBadRequestLine},
           {"GET / HTTP/1.1x", codes::kBadLineEnd},
           {"GET / HTTP/11", codes::kBadRequestLine},
           {"GET / HTTP/1.2", codes::kUnsupportedVersion},
           {"GET / HTTP/0.9", codes::kUnsupportedVersion},
           {"GET / HTTP/3.0", codes::kUnsupportedVersion},
           {"GET / HTTP/2.0", codes::kUnsupportedVersion},
           {"GET /", codes::kBadRequestLine},
           {"GET", codes::kBadRequestLine},
           {"GET / ", codes::kBadRequestLine},
           {"PRI * HTTP/2.0", codes::kHttp2Preface},
           {"PRI * HTTP/1.1", codes::kBadTarget},
           {"GET * HTTP/1.1", codes::kBadTarget},
           {"GET path HTTP/1.1", codes::kBadTarget},
           {"GET /a#b HTTP/1.1", codes::kBadTarget},
           {"GET /\x7f HTTP/1.1", codes::kBadTarget},
           {"GET /\xc3\xa4 HTTP/1.1", codes::kBadTarget},
           {"GET ftp://a/ HTTP/1.1", codes::kBadTarget},
           {"GET http:// HTTP/1.1", codes::kBadTarget},
           {"GET http://u@a/ HTTP/1.1", codes::kBadTarget},
           {"GET http://a?x HTTP/1.1", codes::kBadTarget},
           {"GET http://b/ HTTP/1.1", codes::kAmbiguousHost},
           {"GET http://a:80/ HTTP/1.1", codes::kAmbiguousHost},
           {"CONNECT a:443 HTTP/1.1", codes::kConnectRefused},
           {"\r\n\r\n\r\nGET / HTTP/1.1", codes::kBadRequestLine},
           {"\nGET / HTTP/1.1", codes::kBadLineEnd},
       }) {
    const std::string text = std::string(c.line) + "\r\nHost: a\r\n\r\n";
    EXPECT_EQ(verdict(text), c.code) << c.line;
    EXPECT_EQ(verdict_in_pieces(text), c.code) << c.line;
  }
}

TEST(RequestHead, refuses_bad_field_lines) {
  using namespace std::string_literals;
  struct Case {
    std::string line;
    const char* code;
  };
  for (const Case& c : std::vector<Case>{
           {"A : b\r\n", codes::kBadField},
           {"A\t: b\r\n", codes::kBadField},
           {": b\r\n", codes::kBadField},
           {"A\r\n", codes::kBadField},
           {"A b: c\r\n", codes::kBadField},
           {"A(: b\r\n", codes::kBadField},
           {"\xc3\xa4: b\r\n", codes::kBadField},
           {"A: b\r\n c\r\n", codes::kFoldedField},
           {"A: b\r\n\tc\r\n", codes::kFoldedField},
           {"A: b\nC: d\r\n", codes::kBadLineEnd},
           {"A: b\rC: d\r\n", codes::kBadLineEnd},
           {"A:\rC: d\r\n", codes::kBadLineEnd},
           {"A: b\0c\r\n"s, codes::kBadField},
           {"A: b\x01\r\n", codes::kBadField},
           {"A: sixteen bytes and then some\x7f and more\r\n", codes::kBadField},
           {"A: sixteen bytes and then some\x0b and more\r\n", codes::kBadField},
           {"A: b\r\n\rX: y\r\n", codes::kBadLineEnd},
           {"A: b\r\n\n", codes::kBadLineEnd},
           {"Content_Length: 5\r\n", codes::kBadField},
           {"transfer_encoding: chunked\r\n", codes::kBadField},
       }) {
    EXPECT_EQ(verdict(with_host(c.line)), c.code) << c.line;
    EXPECT_EQ(verdict_in_pieces(with_host(c.line)), c.code) << c.line;
  }
}

TEST(RequestHead, accepts_odd_but_plain_field_lines) {
  for (const char* line : {"A:b\r\n", "A:\r\n", "A: \t \r\n", "A: b\tc\r\n", "A: \xc3\xa4\xff\r\n",
                           "!#$%&'*+-.^_`|~09AZ: x\r\n", "A: \"q, r\"\r\n"})
    EXPECT_EQ(verdict(with_host(line)), "") << line;
}

TEST(RequestHead, refuses_every_byte_that_names_and_values_may_not_have) {
  const std::string token = "!#$%&'*+-.^_`|~";
  for (int byte = 0; byte < 256; ++byte) {
    const char c = static_cast<char>(byte);
    const bool alnum = byte < 128 && std::isalnum(byte) != 0;
    const bool in_name = alnum || (byte != 0 && token.find(c) != std::string::npos);
    const bool in_value = (byte >= 32 && byte != 127) || byte == '\t';
    for (const std::size_t before : {1u, 14u, 15u, 16u, 17u, 40u}) {
      const std::string pad(before, 'p');
      if (c != ':') {
        EXPECT_EQ(verdict(with_host(pad + c + "x: v\r\n")).empty(), in_name)
            << byte << " " << before;
      }
      EXPECT_EQ(verdict(with_host("n: " + pad + c + "x\r\n")).empty(), in_value)
          << byte << " " << before;
    }
  }
}

TEST(RequestHead, lowers_names_of_every_length_and_leaves_values_alone) {
  for (std::size_t size = 1; size < 70; ++size) {
    Request request{
        "GET / HTTP/1.1\r\nHost: a\r\n" + std::string(size, 'N') + ":VALUE_Is Kept\r\n\r\n",
        {},
        {},
        {}};
    ASSERT_TRUE(request.parse()) << size;
    EXPECT_EQ(request.head.fields.find(std::string(size, 'n')), "VALUE_Is Kept") << size;
  }
}

TEST(RequestHead, wants_one_valid_host) {
  struct Case {
    const char* text;
    const char* code;
  };
  for (const Case& c : std::vector<Case>{
           {"GET / HTTP/1.1\r\n\r\n", codes::kMissingHost},
           {"GET http://a/ HTTP/1.1\r\n\r\n", codes::kMissingHost},
           {"GET / HTTP/1.0\r\n\r\n", ""},
           {"GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", codes::kAmbiguousHost},
           {"GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", codes::kAmbiguousHost},
           {"GET / HTTP/1.1\r\nHost:\r\n\r\n", codes::kBadHost},
           {"GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", codes::kBadHost},
           {"GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", codes::kBadHost},
           {"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", codes::kBadHost},
           {"GET / HTTP/1.1\r\nHost: a:x\r\n\r\n", codes::kBadHost},
           {"GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", ""},
       })
    EXPECT_EQ(verdict(c.text), c.code) << c.text;
}

TEST(RequestHead, wants_one_unmistakable_framing) {
  struct Case {
    const char* lines;
    const char* code;
  };
  for (const Case& c : std::vector<Case>{
           {"Content-Length: 0\r\n", ""},
           {"Content-Length: 007\r\n", ""},
           {"Content-Length: 9223372036854775807\r\n", ""},
           {"Content-Length: 9223372036854775808\r\n", codes::kBadContentLength},
           {"Content-Length: 18446744073709551616\r\n", codes::kBadContentLength},
           {"Content-Length:\r\n", codes::kBadContentLength},
           {"Content-Length: +5\r\n", codes::kBadContentLength},
           {"Content-Length: -5\r\n", codes::kBadContentLength},
           {"Content-Length: 0x5\r\n", codes::kBadContentLength},
           {"Content-Length: 5 5\r\n", codes::kBadContentLength},
           {"Content-Length: 5, 5\r\n", codes::kBadContentLength},
           {"Content-Length: 5\r\nContent-Length: 5\r\n", codes::kBadContentLength},
           {"Transfer-Encoding: Chunked\r\n", ""},
           {"Transfer-Encoding:\r\n", codes::kBadTransferEncoding},
           {"Transfer-Encoding: gzip\r\n", codes::kBadTransferEncoding},
           {"Transfer-Encoding: gzip, chunked\r\n", codes::kBadTransferEncoding},
           {"Transfer-Encoding: chunked, chunked\r\n", codes::kBadTransferEncoding},
           {"Transfer-Encoding: chunked,\r\n", codes::kBadTransferEncoding},
           {"Transfer-Encoding: \"chunked\"\r\n", codes::kBadTransferEncoding},
           {"Transfer-Encoding: chunked;a=b\r\n", codes::kBadTransferEncoding},
           {"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
            codes::kBadTransferEncoding},
           {"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", codes::kAmbiguousLength},
           {"Content-Length: 5\r\nTransfer-Encoding: identity\r\n", codes::kAmbiguousLength},
           {"Expect: 100-continue\r\n", ""},
           {"Expect: 200-ok\r\n", codes::kExpectation},
           {"Expect: 100-continue\r\nExpect: 100-continue\r\n", codes::kExpectation},
       })
    EXPECT_EQ(verdict(with_host(c.lines)), c.code) << c.lines;
  EXPECT_EQ(verdict("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"),
            codes::kBadTransferEncoding);
}

TEST(RequestHead, says_what_becomes_of_the_connection) {
  struct Case {
    const char* text;
    Persistence persistence;
    bool expects;
    bool upgrades;
  };
  const auto keep = Persistence::keep_alive;
  const auto close = Persistence::close;
  for (const Case& c : std::vector<Case>{
           {"GET / HTTP/1.1\r\nHost: a\r\n", keep, false, false},
           {"GET / HTTP/1.1\r\nHost: a\r\nConnection: Close\r\n", close, false, false},
           {"GET / HTTP/1.1\r\nHost: a\r\nConnection: x, close\r\n", close, false, false},
           {"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nConnection: keep-alive\r\n", close,
            false, false},
           {"GET / HTTP/1.0\r\n", close, false, false},
           {"GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n", keep, false, false},
           {"GET / HTTP/1.0\r\nConnection: keep-alive, close\r\n", close, false, false},
           {"GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n", keep,
            false, true},
           {"GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n", keep, false, false},
           {"GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\n", keep, false, false},
           {"GET / HTTP/1.0\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n", close, false, false},
           {"PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 1\r\n", keep,
            true, false},
           {"PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n", keep, false, false},
           {"PUT / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 1\r\n", close, false, false},
       }) {
    Request request{std::string(c.text) + "\r\n", {}, {}, {}};
    ASSERT_TRUE(request.parse()) << c.text;
    EXPECT_EQ(request.control.persistence, c.persistence) << c.text;
    EXPECT_EQ(request.control.expects_continue, c.expects) << c.text;
    EXPECT_EQ(request.control.upgrades, c.upgrades) << c.text;
  }
}

TEST(RequestHead, holds_its_limits_at_their_edges) {
  const std::string text = "GET /abcd HTTP/1.1\r\nHost: a\r\nB: c\r\n\r\n";
  HeadLimits limits;
  limits.bytes = text.size();
  EXPECT_EQ(verdict(text, limits), "");
  --limits.bytes;
  EXPECT_EQ(verdict(text, limits), codes::kHeadTooLarge);
  limits = {};
  limits.fields = 2;
  EXPECT_EQ(verdict(text, limits), "");
  limits.fields = 1;
  EXPECT_EQ(verdict(text, limits), codes::kTooManyFields);
  limits = {};
  limits.target_bytes = 5;
  EXPECT_EQ(verdict(text, limits), "");
  limits.target_bytes = 4;
  EXPECT_EQ(verdict(text, limits), codes::kTargetTooLong);
  EXPECT_EQ(verdict("GET /abcd", limits), codes::kTargetTooLong);
}

TEST(RequestHead, refuses_a_head_that_never_ends_when_it_comes_slowly) {
  std::string text = "GET / HTTP/1.1\r\nA: ";
  HeadLimits limits;
  limits.bytes = 100;
  Request request;
  for (text.resize(100, 'x'); request.buffer.size() < 99;) {
    request.buffer = text.substr(0, request.buffer.size() + 1);
    ASSERT_EQ(request.parse(limits).value_or(1), 0u);
  }
  request.buffer = text;
  const auto parsed = request.parse(limits);
  ASSERT_FALSE(parsed);
  EXPECT_STREQ(parsed.error().code, codes::kHeadTooLarge);
  EXPECT_EQ(parsed.error().blame, Blame::client);
}

TEST(RequestHead, is_incomplete_at_every_prefix) {
  const std::string text = "\r\nGET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
  for (std::size_t size = 0; size < text.size(); ++size)
    EXPECT_EQ(verdict(text.substr(0, size)), "incomplete") << size;
}

}  // namespace
}  // namespace jg::http::h1
