#include "http/h1/write.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "http/h1/codes.h"

namespace jg::http::h1 {
namespace {

RequestHead request_head() {
  RequestHead head;
  head.method = "GET";
  head.authority = "example.com";
  head.target = "/x?y";
  return head;
}

std::string write(const RequestHead& head, const Control& control = {}) {
  std::string out;
  const auto written = write_request_head(out, head, control);
  return written ? out : written.error().code;
}

std::string write(const ResponseHead& head, const Control& control, const Answered& request = {}) {
  std::string out;
  const auto written = write_response_head(out, head, control, request);
  return written ? out : written.error().code;
}

TEST(WriteRequestHead, puts_host_first_and_framing_last) {
  RequestHead head = request_head();
  head.fields.add("accept", "*/*");
  head.fields.add("host", "other");
  head.fields.add("content-length", "999");
  head.fields.add("transfer-encoding", "gzip");
  head.fields.add("connection", "keep-alive");
  head.fields.add("keep-alive", "5");
  head.fields.add("proxy-connection", "close");
  head.fields.add("upgrade", "h2c");
  Control control;
  control.body = {BodyKind::length, 12};
  EXPECT_EQ(write(head, control),
            "GET /x?y HTTP/1.1\r\nhost: example.com\r\naccept: */*\r\ncontent-length: 12\r\n\r\n");
}

TEST(WriteRequestHead, takes_the_host_field_where_no_authority_is_set) {
  RequestHead head = request_head();
  head.authority = {};
  EXPECT_EQ(write(head), codes::kUnwritableField);
  head.fields.add("host", "a");
  EXPECT_EQ(write(head), "GET /x?y HTTP/1.1\r\nhost: a\r\n\r\n");
}

TEST(WriteRequestHead, says_that_a_post_has_no_body) {
  RequestHead head = request_head();
  head.method = "POST";
  EXPECT_EQ(write(head), "POST /x?y HTTP/1.1\r\nhost: example.com\r\ncontent-length: 0\r\n\r\n");
}

TEST(WriteRequestHead, writes_close_and_upgrade) {
  Control control;
  control.persistence = Persistence::close;
  EXPECT_EQ(write(request_head(), control),
            "GET /x?y HTTP/1.1\r\nhost: example.com\r\nconnection: close\r\n\r\n");
  control = {};
  control.upgrades = true;
  RequestHead head = request_head();
  head.fields.add("upgrade", "websocket");
  EXPECT_EQ(write(head, control),
            "GET /x?y HTTP/1.1\r\nhost: example.com\r\nupgrade: websocket\r\n"
            "connection: upgrade\r\n\r\n");
}

TEST(WriteRequestHead, refuses_what_would_be_read_as_something_else) {
  using namespace std::string_view_literals;
  for (const Field& field : std::vector<Field>{{"a", "b\r\nc: d"},
                                               {"a", "b\nc"},
                                               {"a", "b\0"sv},
                                               {"a\0"sv, "c"},
                                               {"a b", "c"},
                                               {"a:", "c"},
                                               {"", "c"},
                                               {"A", "c"},
                                               {"a\r\n", "c"},
                                               {"Content-Length", "5"}}) {
    RequestHead head = request_head();
    head.fields.add(field.name, field.value);
    std::string out = "before";
    const auto written = write_request_head(out, head, {});
    ASSERT_FALSE(written) << field.name;
    EXPECT_STREQ(written.error().code, codes::kUnwritableField) << field.name;
    EXPECT_EQ(out, "before");
  }
  for (const char* target : {"", "x", "/a b", "/a\r\n", "/#", "/\x7f", "/\xff"}) {
    RequestHead head = request_head();
    head.target = target;
    EXPECT_EQ(write(head), codes::kUnwritableStartLine) << target;
  }
  RequestHead head = request_head();
  head.method = "GET /";
  EXPECT_EQ(write(head), codes::kUnwritableStartLine);
  head = request_head();
  head.authority = "a\r\nb";
  EXPECT_EQ(write(head), codes::kUnwritableField);
  Control control;
  control.body.kind = BodyKind::until_close;
  EXPECT_EQ(write(request_head(), control), codes::kUnwritableBody);
}

TEST(WriteResponseHead, frames_every_kind_of_body) {
  struct Case {
    int status;
    BodyFraming body;
    Answered request;
    const char* lines;
  };
  for (const Case& c : std::vector<Case>{
           {200, {BodyKind::length, 7}, {}, "content-length: 7\r\n"},
           {200, {BodyKind::length, 0}, {}, "content-length: 0\r\n"},
           {200, {BodyKind::chunked, 0}, {}, "transfer-encoding: chunked\r\n"},
           {200, {BodyKind::until_close, 0}, {}, "connection: close\r\n"},
           {200, {}, {}, "content-length: 0\r\n"},
           {204, {}, {}, ""},
           {103, {}, {}, ""},
           {304, {}, {}, "content-length: 99\r\n"},
           {200, {}, {"HEAD", Version::http11}, "content-length: 99\r\n"},
           {200,
            {BodyKind::length, 7},
            {"GET", Version::http10},
            "content-length: 7\r\nconnection: keep-alive\r\n"},
       }) {
    ResponseHead head;
    head.status = c.status;
    head.reason = "R";
    head.fields.add("content-length", "99");
    Control control;
    control.body = c.body;
    EXPECT_EQ(write(head, control, c.request),
              "HTTP/1.1 " + std::to_string(c.status) + " R\r\n" + c.lines + "\r\n");
  }
}

TEST(WriteResponseHead, refuses_what_would_be_read_as_something_else) {
  ResponseHead head;
  head.reason = "a\r\nb";
  EXPECT_EQ(write(head, {}), codes::kUnwritableStartLine);
  head.reason = {};
  head.status = 600;
  EXPECT_EQ(write(head, {}), codes::kUnwritableStartLine);
  head.status = 200;
  Control control;
  control.body.kind = BodyKind::chunked;
  EXPECT_EQ(write(head, control, {"GET", Version::http10}), codes::kUnwritableBody);
  head.fields.add("set-cookie", "a\nb");
  EXPECT_EQ(write(head, {}), codes::kUnwritableField);
}

TEST(WriteChunk, writes_size_in_hexadecimal_and_nothing_for_nothing) {
  std::string out;
  write_chunk(out, "");
  EXPECT_EQ(out, "");
  write_chunk(out, std::string(26, 'x'));
  EXPECT_EQ(out, "1a\r\n" + std::string(26, 'x') + "\r\n");
}

TEST(WriteLastChunk, writes_trailers_and_refuses_framing_among_them) {
  Fields trailers;
  std::string out;
  ASSERT_TRUE(write_last_chunk(out, &trailers));
  EXPECT_EQ(out, "0\r\n\r\n");
  out.clear();
  trailers.add("x-sum", "1");
  ASSERT_TRUE(write_last_chunk(out, &trailers));
  EXPECT_EQ(out, "0\r\nx-sum: 1\r\n\r\n");
  out.clear();
  trailers.add("content-length", "1");
  EXPECT_FALSE(write_last_chunk(out, &trailers));
  EXPECT_EQ(out, "");
}

}  // namespace
}  // namespace jg::http::h1
