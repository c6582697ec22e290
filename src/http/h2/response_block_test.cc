#include "http/h2/response_block.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "http/h2/codes.h"
#include "http/h2/trailer_block.h"

namespace jg::http::h2 {
namespace {

using Texts = std::vector<std::pair<std::string, std::string>>;

std::string code_of(const Texts& fields) {
  Arena arena;
  ResponseHead head;
  std::optional<std::uint64_t> length;
  ResponseBlock block{h1::HeadLimits{}};
  block.begin(head, arena);
  for (const auto& [name, value] : fields) block.take({name}, {value});
  const Verdict verdict = block.finish(length);
  return verdict.good() ? "" : verdict.code;
}

TEST(ResponseBlock, judges_heads) {
  const std::vector<std::pair<Texts, std::string>> cases{
      {{{":status", "200"}}, ""},
      {{{":status", "103"}, {"link", "x"}}, ""},
      {{{":status", "200"}, {"content-length", "5"}}, ""},
      {{}, codes::kBadPseudoField},
      {{{"a", "b"}}, codes::kBadPseudoField},
      {{{":status", "101"}}, codes::kBadPseudoField},
      {{{":status", "99"}}, codes::kBadPseudoField},
      {{{":status", "600"}}, codes::kBadPseudoField},
      {{{":status", "2x0"}}, codes::kBadPseudoField},
      {{{":status", "0200"}}, codes::kBadPseudoField},
      {{{":status", "200"}, {":status", "200"}}, codes::kBadPseudoField},
      {{{"a", "b"}, {":status", "200"}}, codes::kBadPseudoField},
      {{{":status", "200"}, {":path", "/"}}, codes::kBadPseudoField},
      {{{":status", "200"}, {"connection", "close"}}, codes::kConnectionField},
      {{{":status", "200"}, {"transfer-encoding", "chunked"}}, codes::kConnectionField},
      {{{":status", "200"}, {"x", "a\r\nb: c"}}, codes::kBadField},
      {{{":status", "200"}, {"X", "a"}}, codes::kBadField},
      {{{":status", "200"}, {"content-length", "-1"}}, codes::kBadContentLength},
      {{{":status", "200"}, {"content-length", "1"}, {"content-length", "1"}},
       codes::kBadContentLength},
  };
  for (const auto& [fields, code] : cases)
    EXPECT_EQ(code_of(fields), code) << (fields.empty() ? "" : fields.back().second);
}

TEST(TrailerBlock, keeps_what_may_be_a_trailer) {
  Arena arena;
  Fields fields;
  TrailerBlock block;
  block.begin(fields, arena);
  block.take({"grpc-status"}, {"0"});
  block.take({"content-length"}, {"5"});
  EXPECT_TRUE(block.finish().good());
  EXPECT_EQ(fields.size(), 1u);
  EXPECT_EQ(fields.find("grpc-status"), "0");
}

TEST(TrailerBlock, refuses_what_no_trailer_is) {
  for (const auto& [name, value] : Texts{{":path", "/"}, {"A", "b"}, {"a", "b\n"}, {"te", "x"}}) {
    Arena arena;
    Fields fields;
    TrailerBlock block;
    block.begin(fields, arena);
    block.take({name}, {value});
    EXPECT_FALSE(block.finish().good()) << name;
  }
}

TEST(TrailerBlock, keeps_to_its_limits) {
  Arena arena;
  Fields fields;
  TrailerBlock block({.trailer_bytes = 1000, .trailer_fields = 2});
  block.begin(fields, arena);
  block.take({"a"}, {"1"});
  block.take({"b"}, {"2"});
  EXPECT_TRUE(block.finish().good());
  block.take({"c"}, {"3"});
  EXPECT_STREQ(block.finish().code, codes::kTrailersTooLarge);
}

}  // namespace
}  // namespace jg::http::h2
