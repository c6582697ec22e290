#include "http/h2/request_block.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "http/h2/codes.h"

namespace jg::http::h2 {
namespace {

using Texts = std::vector<std::pair<std::string, std::string>>;

const Texts kGet{
    {":method", "GET"}, {":scheme", "http"}, {":authority", "a:80"}, {":path", "/p?q"}};

struct Read {
  Arena arena;
  RequestHead head;
  RequestControl control;
  Verdict verdict = kGood;
};

void read(const Texts& fields, Read& into, const h1::HeadLimits& limits = {}) {
  RequestBlock block(limits);
  block.begin(into.head, into.arena);
  for (const auto& [name, value] : fields) block.take({name}, {value});
  into.verdict = block.finish(into.control);
}

std::string code_of(const Texts& fields, const h1::HeadLimits& limits = {}) {
  Read result;
  read(fields, result, limits);
  return result.verdict.good() ? "" : result.verdict.code;
}

Texts with(Texts fields, const std::string& name, const std::string& value) {
  fields.emplace_back(name, value);
  return fields;
}

Texts with_pseudo(const std::string& name, const std::string& value) {
  Texts fields = kGet;
  for (auto& [known, text] : fields)
    if (known == name) text = value;
  return fields;
}

Texts without(const std::string& name) {
  Texts fields = kGet;
  std::erase_if(fields, [&](const auto& field) { return field.first == name; });
  return fields;
}

TEST(RequestBlock, reads_a_head) {
  Read result;
  read(with(kGet, "accept", "*/*"), result);
  ASSERT_TRUE(result.verdict.good());
  EXPECT_EQ(result.head.method, "GET");
  EXPECT_EQ(result.head.scheme, "http");
  EXPECT_EQ(result.head.authority, "a:80");
  EXPECT_EQ(result.head.target, "/p?q");
  EXPECT_EQ(result.head.path, "/p");
  EXPECT_EQ(result.head.query, "q");
  EXPECT_EQ(result.head.version, Version::http2);
  EXPECT_EQ(result.head.fields.find("accept"), "*/*");
  EXPECT_EQ(result.head.fields.find("host"), "a:80");
}

TEST(RequestBlock, accepts_what_is_allowed) {
  const std::vector<Texts> heads{
      with(kGet, "te", "trailers"),
      with(kGet, "te", "Trailers"),
      with(kGet, "host", "A:80"),
      with(without(":authority"), "host", "a"),
      with(kGet, "content-length", "0"),
      with(kGet, "expect", "100-Continue"),
      with(kGet, "x", ""),
      with(kGet, "x", "a\tb"),
      with(kGet, "x", "\xc3\xa4"),
      with_pseudo(":method", "M-SEARCH"),
      with_pseudo(":scheme", "https"),
      with_pseudo(":authority", "[::1]:80"),
      {{":path", "*"}, {":method", "OPTIONS"}, {":authority", "a"}, {":scheme", "http"}},
  };
  for (const Texts& head : heads) EXPECT_EQ(code_of(head), "") << head.back().second;
}

TEST(RequestBlock, refuses_what_breaks_a_rule) {
  const std::vector<std::pair<Texts, std::string>> cases{
      // Pseudo-header fields.
      {without(":method"), codes::kBadPseudoField},
      {without(":scheme"), codes::kBadPseudoField},
      {without(":path"), codes::kBadPseudoField},
      {without(":authority"), codes::kMissingAuthority},
      {with(kGet, ":path", "/"), codes::kBadPseudoField},
      {with(kGet, ":status", "200"), codes::kBadPseudoField},
      {with(kGet, ":foo", "200"), codes::kBadPseudoField},
      {with(kGet, ":", "x"), codes::kBadPseudoField},
      {with(with(kGet, "a", "b"), ":protocol", "x"), codes::kBadPseudoField},
      {with(kGet, ":protocol", "websocket"), codes::kBadPseudoField},
      {with_pseudo(":method", ""), codes::kBadPseudoField},
      {with_pseudo(":method", "GET /x HTTP/1.1\r\n"), codes::kBadPseudoField},
      {with_pseudo(":method", "GE T"), codes::kBadPseudoField},
      {with_pseudo(":scheme", "ftp"), codes::kBadPseudoField},
      {with_pseudo(":scheme", "http://a/"), codes::kBadPseudoField},
      {with_pseudo(":scheme", "HTTP"), codes::kBadPseudoField},
      {with_pseudo(":path", ""), codes::kBadPath},
      {with_pseudo(":path", "*"), codes::kBadPath},
      {with_pseudo(":path", "a"), codes::kBadPath},
      {with_pseudo(":path", "http://b/"), codes::kBadPath},
      {with_pseudo(":path", "/ HTTP/1.1\r\nhost: b"), codes::kBadPath},
      {with_pseudo(":path", "/a b"), codes::kBadPath},
      {with_pseudo(":path", "/a#b"), codes::kBadPath},
      {with_pseudo(":path", std::string("/a\0b", 4)), codes::kBadPath},
      {with_pseudo(":path", "/\xc3\xa4"), codes::kBadPath},
      // Host.
      {with_pseudo(":authority", ""), codes::kBadAuthority},
      {with_pseudo(":authority", "user@a"), codes::kBadAuthority},
      {with_pseudo(":authority", "a\r\nx: y"), codes::kBadAuthority},
      {with_pseudo(":authority", "a/b"), codes::kBadAuthority},
      {with_pseudo(":authority", "a:0"), codes::kBadAuthority},
      {with(kGet, "host", "b"), codes::kAmbiguousHost},
      {with(with(kGet, "host", "a:80"), "host", "a:80"), codes::kAmbiguousHost},
      // CONNECT.
      {{{":method", "CONNECT"}, {":authority", "a:443"}}, codes::kConnectRefused},
      {with_pseudo(":method", "CONNECT"), codes::kBadPseudoField},
      {with({{":protocol", "connect-udp"},
             {":method", "CONNECT"},
             {":scheme", "http"},
             {":authority", "a"}},
            ":path", "/"),
       codes::kUnknownProtocol},
      // Names and values.
      {with(kGet, "", "x"), codes::kBadField},
      {with(kGet, "Accept", "x"), codes::kBadField},
      {with(kGet, "a b", "x"), codes::kBadField},
      {with(kGet, "a:b", "x"), codes::kBadField},
      {with(kGet, "a\r\nb", "x"), codes::kBadField},
      {with(kGet, std::string("a\0", 2), "x"), codes::kBadField},
      {with(kGet, "\xc3\xa4", "x"), codes::kBadField},
      {with(kGet, "x", "a\r\nhost: b"), codes::kBadField},
      {with(kGet, "x", "a\nb"), codes::kBadField},
      {with(kGet, "x", "a\rb"), codes::kBadField},
      {with(kGet, "x", std::string("a\0b", 3)), codes::kBadField},
      {with(kGet, "x", " a"), codes::kBadField},
      {with(kGet, "x", "a\t"), codes::kBadField},
      {with(kGet, "x", "\x7f"), codes::kBadField},
      // HTTP/1.1 connections.
      {with(kGet, "connection", "close"), codes::kConnectionField},
      {with(kGet, "keep-alive", "1"), codes::kConnectionField},
      {with(kGet, "proxy-connection", "x"), codes::kConnectionField},
      {with(kGet, "transfer-encoding", "chunked"), codes::kConnectionField},
      {with(kGet, "upgrade", "websocket"), codes::kConnectionField},
      {with(kGet, "te", "gzip"), codes::kConnectionField},
      {with(kGet, "te", "trailers, gzip"), codes::kConnectionField},
      {with(kGet, "transfer_encoding", "chunked"), codes::kBadField},
      {with(kGet, "content_length", "5"), codes::kBadField},
      // Length and expectation.
      {with(kGet, "content-length", "x"), codes::kBadContentLength},
      {with(kGet, "content-length", "+1"), codes::kBadContentLength},
      {with(kGet, "content-length", "1, 1"), codes::kBadContentLength},
      {with(kGet, "content-length", ""), codes::kBadContentLength},
      {with(kGet, "content-length", "9223372036854775808"), codes::kBadContentLength},
      {with(with(kGet, "content-length", "1"), "content-length", "1"), codes::kBadContentLength},
      {with(kGet, "expect", "the-moon"), codes::kExpectation},
  };
  for (const auto& [fields, code] : cases)
    EXPECT_EQ(code_of(fields), code) << fields.back().first << ": " << fields.back().second;
}

TEST(RequestBlock, takes_an_extended_connect) {
  Read result;
  Texts fields = with_pseudo(":method", "CONNECT");
  fields.emplace_back(":protocol", "websocket");
  read(fields, result);
  ASSERT_TRUE(result.verdict.good());
  EXPECT_EQ(result.control.protocol, "websocket");
}

TEST(RequestBlock, joins_cookies_that_were_sent_apart) {
  Read result;
  read(with(with(with(kGet, "cookie", "a=1"), "x", "y"), "cookie", "b=2"), result);
  ASSERT_TRUE(result.verdict.good());
  EXPECT_EQ(result.head.fields.count("cookie"), 1u);
  EXPECT_EQ(result.head.fields.find("cookie"), "a=1; b=2");
}

TEST(RequestBlock, joins_cookies_of_which_some_are_empty) {
  Read result;
  read(with(with(with(kGet, "cookie", ""), "cookie", "a=1"), "cookie", ""), result);
  EXPECT_EQ(result.head.fields.find("cookie"), "; a=1; ");
}

TEST(RequestBlock, keeps_to_its_limits) {
  h1::HeadLimits limits;
  limits.fields = 2;
  EXPECT_EQ(code_of(with(with(kGet, "a", "1"), "b", "2"), limits), "");
  EXPECT_EQ(code_of(with(with(with(kGet, "a", "1"), "b", "2"), "c", "3"), limits),
            codes::kTooManyFields);
  limits.bytes = 400;
  EXPECT_EQ(code_of(with(kGet, "a", std::string(300, 'x')), limits), codes::kHeadTooLarge);
  limits.target_bytes = 4;
  EXPECT_EQ(code_of(with_pseudo(":path", "/abc"), limits), "");
  EXPECT_EQ(code_of(with_pseudo(":path", "/abcd"), limits), codes::kTargetTooLong);
}

TEST(RequestBlock, knows_a_bomb) {
  Read result;
  RequestBlock block{h1::HeadLimits{}};
  block.begin(result.head, result.arena);
  const std::string large(16 * 1024, 'x');
  for (int i = 0; i < 15; ++i) block.take({"x"}, {large});
  EXPECT_FALSE(block.is_bomb());
  for (int i = 0; i < 2; ++i) block.take({"x"}, {large});
  EXPECT_TRUE(block.is_bomb());
  EXPECT_STREQ(block.finish(result.control).code, codes::kHeadTooLarge);
}

}  // namespace
}  // namespace jg::http::h2
