#include "llm/observe/stream_observer.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace jg::llm {
namespace {

using std::chrono::milliseconds;

constexpr std::string_view kChat =
    "data: "
    "{\"model\":\"m-1\",\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n"
    "data: {\"model\":\"m-1\",\"choices\":[{\"delta\":{\"content\":\"p\"}}]}\n\n"
    "data: "
    "{\"model\":\"m-1\",\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,"
    "\"total_tokens\":10}}\n\n"
    "data: [DONE]\n\n";

// Fed in pieces of one size, a millisecond apart.
telemetry::LlmRecord observed(std::string_view stream, std::size_t piece,
                              std::size_t limit = kMostObserved) {
  telemetry::LlmRecord record;
  SteadyTime now{};
  StreamObserver observer(record, now, limit);
  for (; !stream.empty(); stream.remove_prefix(std::min(piece, stream.size())))
    observer.feed(stream.substr(0, piece), now += milliseconds(1));
  observer.end();
  return record;
}

TEST(StreamObserver, reads_a_chat_stream_however_it_is_cut) {
  for (const std::size_t piece : {1u, 2u, 7u, 64u, 4096u}) {
    const auto record = observed(kChat, piece);
    EXPECT_EQ(record.response_model, "m-1");
    EXPECT_EQ(record.input_tokens, 7u);
    EXPECT_EQ(record.output_tokens, 3u);
    EXPECT_EQ(record.total_tokens, 10u);
    EXPECT_TRUE(record.time_to_first_token.has_value());
  }
}

TEST(StreamObserver, takes_the_first_words_for_the_first_token_not_the_role) {
  const std::size_t before = kChat.find("\n\n") + 2;
  const auto record = observed(kChat.substr(0, kChat.find("\n\n", before) + 2), before);
  EXPECT_EQ(record.time_to_first_token, milliseconds(2));
}

TEST(StreamObserver, reads_the_response_inside_its_last_event) {
  const auto record = observed(
      "event: response.created\ndata: "
      "{\"type\":\"response.created\",\"response\":{\"model\":\"r\",\"usage\":null}}\n\n"
      "event: response.output_text.delta\ndata: "
      "{\"type\":\"response.output_text.delta\",\"delta\":\"p\"}\n\n"
      "event: response.completed\ndata: "
      "{\"type\":\"response.completed\",\"response\":{\"model\":\"r\","
      "\"usage\":{\"input_tokens\":7,\"output_tokens\":3,\"total_tokens\":10}}}\n\n",
      100);
  EXPECT_EQ(record.response_model, "r");
  EXPECT_EQ(record.input_tokens, 7u);
  EXPECT_TRUE(record.time_to_first_token.has_value());
}

TEST(StreamObserver, passes_over_what_it_does_not_understand) {
  const auto record = observed("data: {\ndata: }}\n\n:hello\n\nevent: x\ndata: 1\n\n", 5);
  EXPECT_EQ(record.response_model, "");
  EXPECT_EQ(record.time_to_first_token, std::nullopt);
}

TEST(StreamObserver, skips_an_event_past_the_limit_and_reads_the_next) {
  const std::string huge = "data: {\"model\":\"" + std::string(1000, 'x') + "\"}\n\n";
  EXPECT_EQ(observed(huge + std::string(kChat), 64, 500).response_model, "m-1");
}

}  // namespace
}  // namespace jg::llm
