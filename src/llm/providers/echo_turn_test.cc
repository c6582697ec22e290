#include "llm/providers/echo_turn.h"

#include <gtest/gtest.h>

#include <vector>

namespace jg::llm {
namespace {

json::Document parse(std::string_view text) {
  auto document = json::Document::parse(text);
  EXPECT_TRUE(document.has_value()) << text;
  return std::move(*document);
}

TEST(EchoTurn, repeats_what_the_user_said_last) {
  const auto document = parse(R"({"messages":[{"role":"system","content":"be brief"},
      {"role":"user","content":"one"},{"role":"assistant","content":"You said: one"},
      {"role":"user","content":"two three"}]})");
  const auto turn = make_chat_turn(document.root());
  EXPECT_EQ(turn->answer, "You said: two three");
  EXPECT_EQ(turn->input_tokens, 8u);
  EXPECT_EQ(turn->output_tokens, 4u);
  EXPECT_FALSE(turn->includes_usage);
}

TEST(EchoTurn, reads_the_text_among_parts) {
  const auto document =
      parse(R"({"stream_options":{"include_usage":true},"messages":[{"role":"user","content":[
      {"type":"text","text":"look"},{"type":"image_url","image_url":{"url":"data:"}},{"type":"text","text":"here"}]}]})");
  const auto turn = make_chat_turn(document.root());
  EXPECT_EQ(turn->answer, "You said: look here");
  EXPECT_TRUE(turn->includes_usage);
}

TEST(EchoTurn, answers_a_user_who_said_nothing) {
  EXPECT_EQ(
      make_chat_turn(parse(R"({"messages":[{"role":"system","content":"x"}]})").root())->answer,
      "You said nothing.");
  EXPECT_EQ(make_responses_turn(parse(R"({"input":""})").root())->input_tokens, 1u);
}

TEST(EchoTurn, takes_the_input_of_a_response_as_text_or_list) {
  EXPECT_EQ(make_responses_turn(parse(R"({"input":"hi you","instructions":"be kind"})").root())
                ->input_tokens,
            4u);
  EXPECT_EQ(
      make_responses_turn(
          parse(R"({"input":[{"role":"user","content":[{"type":"input_text","text":"hi"}]}]})")
              .root())
          ->answer,
      "You said: hi");
}

TEST(EchoTurn, refuses_a_request_without_messages_or_input) {
  for (const std::string_view text :
       {R"({})", R"({"messages":[]})", R"({"messages":"x"})", R"({"input":1})"}) {
    const auto document = parse(text);
    EXPECT_STREQ(make_chat_turn(document.root()).error().code, "llm.invalid_request");
    EXPECT_STREQ(make_responses_turn(document.root()).error().code, "llm.invalid_request");
  }
}

TEST(EchoTurn, is_cut_into_words_that_add_up_to_the_text) {
  for (const std::string_view text : {"You said: a  b\n c ", " lead", "", "  ", "one"}) {
    std::string joined;
    std::vector<std::string_view> pieces;
    for (std::size_t at = 0; at < text.size(); at += pieces.back().size()) {
      pieces.push_back(next_word(text, at));
      ASSERT_FALSE(pieces.back().empty());
      joined += pieces.back();
    }
    EXPECT_EQ(joined, text);
  }
  EXPECT_EQ(count_words("You said: a  b\n c "), 5u);
}

}  // namespace
}  // namespace jg::llm
