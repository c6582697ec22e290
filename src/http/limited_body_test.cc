#include "http/limited_body.h"

#include <gtest/gtest.h>

#include "net/loop_fake.h"

namespace jg::http {
namespace {

std::string read_limited(std::string text, std::uint64_t limit) {
  net::Loop loop;
  TextBody whole(std::move(text));
  LimitedBody limited(whole, limit);
  auto read = net::run(loop, read_all(limited, 1 << 20, Blame::client));
  return read ? *read : std::string(read.error().code);
}

TEST(LimitedBody, passes_what_is_just_within) { EXPECT_EQ(read_limited("12345", 5), "12345"); }

TEST(LimitedBody, refuses_what_is_just_above) {
  EXPECT_EQ(read_limited("123456", 5), "request.body_too_large");
}

TEST(LimitedBody, of_nothing_passes_only_an_empty_one) {
  EXPECT_EQ(read_limited("", 0), "");
  EXPECT_EQ(read_limited("1", 0), "request.body_too_large");
}

TEST(LimitedBody, tells_the_framing_of_what_it_reads) {
  TextBody whole("12345");
  EXPECT_EQ(LimitedBody(whole, 5).framing().length, 5u);
}

}  // namespace
}  // namespace jg::http
