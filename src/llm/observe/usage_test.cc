#include "llm/observe/usage.h"

#include <gtest/gtest.h>

namespace jg::llm {
namespace {

telemetry::LlmRecord usage_of(std::string_view text) {
  telemetry::LlmRecord record;
  const auto document = json::Document::parse(text);
  EXPECT_TRUE(document.has_value());
  read_usage(document->root(), record);
  return record;
}

bool token_in(std::string_view text) { return carries_token(json::Document::parse(text)->root()); }

TEST(Usage, is_read_from_a_chat_completion) {
  const auto record =
      usage_of(R"({"model":"gpt-4o-2024","usage":{"prompt_tokens":7,"completion_tokens":3,
      "total_tokens":10,"prompt_tokens_details":{"cached_tokens":5},
      "completion_tokens_details":{"reasoning_tokens":2}}})");
  EXPECT_EQ(record.response_model, "gpt-4o-2024");
  EXPECT_EQ(record.input_tokens, 7u);
  EXPECT_EQ(record.output_tokens, 3u);
  EXPECT_EQ(record.total_tokens, 10u);
  EXPECT_EQ(record.cached_input_tokens, 5u);
  EXPECT_EQ(record.reasoning_tokens, 2u);
}

TEST(Usage, is_read_from_a_response) {
  const auto record =
      usage_of(R"({"model":"o4","usage":{"input_tokens":1,"output_tokens":2,"total_tokens":3,
      "input_tokens_details":{"cached_tokens":0},"output_tokens_details":{"reasoning_tokens":1}}})");
  EXPECT_EQ(record.input_tokens, 1u);
  EXPECT_EQ(record.output_tokens, 2u);
  EXPECT_EQ(record.cached_input_tokens, 0u);
  EXPECT_EQ(record.reasoning_tokens, 1u);
}

TEST(Usage, of_embeddings_has_no_output) {
  const auto record = usage_of(R"({"model":"e","usage":{"prompt_tokens":4,"total_tokens":4}})");
  EXPECT_EQ(record.input_tokens, 4u);
  EXPECT_EQ(record.output_tokens, std::nullopt);
}

TEST(Usage, leaves_out_what_is_no_count) {
  for (const std::string_view text :
       {R"({"usage":null})", R"({"usage":[]})", R"([])", R"({"model":1})",
        R"({"usage":{"prompt_tokens":-1,"total_tokens":"9","completion_tokens":1.5}})"}) {
    const auto record = usage_of(text);
    EXPECT_EQ(record.input_tokens, std::nullopt) << text;
    EXPECT_EQ(record.output_tokens, std::nullopt) << text;
    EXPECT_EQ(record.total_tokens, std::nullopt) << text;
    EXPECT_EQ(record.response_model, "") << text;
  }
}

TEST(Usage, knows_a_token_from_its_frame) {
  EXPECT_FALSE(token_in(R"({"choices":[{"delta":{"role":"assistant","content":""}}]})"));
  EXPECT_TRUE(token_in(R"({"choices":[{"delta":{"content":"a"}}]})"));
  EXPECT_TRUE(token_in(R"({"choices":[{"delta":{"tool_calls":[{"index":0}]}}]})"));
  EXPECT_FALSE(token_in(R"({"choices":[{"delta":{}}]})"));
  EXPECT_FALSE(token_in(R"({"choices":[]})"));
  EXPECT_FALSE(token_in(R"({"type":"response.created"})"));
  EXPECT_TRUE(token_in(R"({"type":"response.output_text.delta","delta":"a"})"));
}

}  // namespace
}  // namespace jg::llm
