#include "llm/request.h"

#include <gtest/gtest.h>

#include <string>

namespace jg::llm {
namespace {

std::string_view code_of(std::string_view body) {
  const auto request = parse_model_request(body);
  return request ? "ok" : request.error().code;
}

TEST(ModelRequest, reads_model_and_stream) {
  const auto request = parse_model_request(R"({"stream":true,"model":"gpt-4o","messages":[]})");
  ASSERT_TRUE(request.has_value());
  EXPECT_EQ(request->model, "gpt-4o");
  EXPECT_TRUE(request->stream);
}

TEST(ModelRequest, does_not_stream_unless_stream_is_true) {
  EXPECT_FALSE(parse_model_request(R"({"model":"m"})")->stream);
  EXPECT_FALSE(parse_model_request(R"({"model":"m","stream":false})")->stream);
  EXPECT_FALSE(parse_model_request(R"({"model":"m","stream":null})")->stream);
}

TEST(ModelRequest, is_invalid_when_it_is_no_json_object) {
  for (const std::string_view body :
       {"", "x", "[]", "\"m\"", "{\"model\":\"m\"", "{\"model\":\"m\"} x"})
    EXPECT_EQ(code_of(body), "llm.invalid_body") << body;
}

TEST(ModelRequest, misses_its_model_when_it_is_absent_or_no_string) {
  for (const std::string_view body :
       {"{}", R"({"model":1})", R"({"model":null})", R"({"model":""})"})
    EXPECT_EQ(code_of(body), "llm.missing_model") << body;
}

TEST(ModelRequest, refuses_a_name_that_stands_twice_even_escaped) {
  EXPECT_EQ(code_of(R"({"model":"cheap","model":"dear"})"), "llm.invalid_body");
  EXPECT_EQ(code_of(R"({"model":"cheap","mod\u0065l":"dear"})"), "llm.invalid_body");
}

TEST(ModelRequest, leaves_duplicates_below_the_top_to_the_provider) {
  EXPECT_EQ(code_of(R"({"model":"m","metadata":{"a":1,"a":2}})"), "ok");
}

TEST(ModelRequest, may_hold_numbers_that_nobody_here_could_read) {
  EXPECT_EQ(code_of(R"({"model":"m","tool":{"maximum":123456789012345678901234567890}})"), "ok");
}

TEST(ModelRequest, decodes_the_model_and_refuses_half_a_surrogate) {
  EXPECT_EQ(parse_model_request(R"({"model":"gpt\u002d4\ud834\udd1e"})")->model,
            "gpt-4\xf0\x9d\x84\x9e");
  EXPECT_EQ(code_of(R"({"model":"\ud834"})"), "llm.missing_model");
  EXPECT_EQ(code_of(R"({"\ud834":1,"model":"m"})"), "llm.invalid_body");
}

TEST(ModelRequest, bounds_members_and_depth) {
  std::string wide = R"({"model":"m")";
  for (std::size_t i = 1; i < kMostMembers; ++i) wide += ",\"k" + std::to_string(i) + "\":0";
  EXPECT_EQ(code_of(wide + "}"), "ok");
  EXPECT_EQ(code_of(wide + ",\"one more\":0}"), "llm.invalid_body");
  const auto deep = [](std::size_t levels) {
    return R"({"model":"m","x":)" + std::string(levels, '[') + std::string(levels, ']') + "}";
  };
  EXPECT_EQ(code_of(deep(kMostDepth - 1)), "ok");
  EXPECT_EQ(code_of(deep(kMostDepth)), "llm.invalid_body");
}

}  // namespace
}  // namespace jg::llm
