#include "llm/providers/echo.h"

#include <gtest/gtest.h>

#include "base/base64.h"
#include "http/sse.h"
#include "llm/harness_fake.h"
#include "llm/observe/observe.h"

namespace jg::llm {
namespace {

constexpr std::string_view kChat =
    R"({"model":"m","messages":[{"role":"user","content":"hi \"you\""}]})";

struct Echo {
  AskFake fake;
  Result<void> called;
  std::string body;

  Echo(Operation operation, std::string_view request, bool stream = false) {
    fake.exchange.record.llm.emplace();
    const ProviderCall call{operation, request, "m", stream};
    called = run(EchoProvider().call(fake.exchange, call));
    if (called) observe_answer(fake.exchange, fake.clock.steady());
    body = fake.answer();
  }
  json::Document document() const {
    auto parsed = json::Document::parse(body);
    EXPECT_TRUE(parsed.has_value()) << body;
    return std::move(*parsed);
  }
  telemetry::LlmRecord& record() { return *fake.exchange.record.llm; }
};

// The parsed data of every event; `[DONE]` is left out.
std::vector<json::Document> events_of(std::string_view stream) {
  std::vector<json::Document> out;
  http::SseReader reader;
  while (const auto event = reader.next(stream)) {
    if (event->data == "[DONE]") continue;
    auto parsed = json::Document::parse(event->data);
    EXPECT_TRUE(parsed.has_value()) << event->data;
    out.push_back(std::move(*parsed));
  }
  return out;
}

std::string_view text_at(json::Value value, std::string_view member) {
  return value.find(member)->as_string().value_or("(no text)");
}

TEST(Echo, answers_a_chat_completion) {
  Echo echo(Operation::chat, kChat);
  EXPECT_EQ(
      echo.body,
      R"({"id":"chatcmpl-)" + std::string(text_at(echo.document().root(), "id").substr(9)) +
          R"(","object":"chat.completion","created":1800000000,"model":"m","system_fingerprint":"fp_echo",)"
          R"("choices":[{"index":0,"message":{"role":"assistant","content":"You said: hi \"you\"","refusal":null},)"
          R"("logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":2,"completion_tokens":4,)"
          R"("total_tokens":6,"prompt_tokens_details":{"cached_tokens":0},)"
          R"("completion_tokens_details":{"reasoning_tokens":0}}})");
}

TEST(Echo, gives_the_same_answer_to_the_same_request) {
  EXPECT_EQ(Echo(Operation::chat, kChat).body, Echo(Operation::chat, kChat).body);
}

TEST(Echo, streams_a_chat_completion_word_by_word) {
  Echo echo(Operation::chat, kChat, true);
  std::string said;
  std::string_view finish;
  const auto events = events_of(echo.body);
  for (const auto& event : events) {
    const auto choice = *event.root().find("choices")->at(0);
    if (const auto content = choice.find("delta")->find("content")) said += *content->as_string();
    if (const auto reason = choice.find("finish_reason")->as_string()) finish = *reason;
    EXPECT_FALSE(event.root().find("usage"));
  }
  EXPECT_EQ(said, "You said: hi \"you\"");
  EXPECT_EQ(finish, "stop");
  EXPECT_EQ(events.size(), 6u);  // role, four words, finish
  EXPECT_TRUE(echo.body.ends_with("data: [DONE]\n\n"));
}

TEST(Echo, ends_a_chat_stream_with_usage_when_asked) {
  Echo echo(Operation::chat, R"({"model":"m","messages":[{"role":"user","content":"a"}],
      "stream_options":{"include_usage":true}})",
            true);
  const auto events = events_of(echo.body);
  EXPECT_TRUE(events.front().root().find("usage")->is_null());
  EXPECT_EQ(events.back().root().find("choices")->size(), 0u);
  EXPECT_EQ(events.back().root().find("usage")->find("total_tokens")->as_uint(), 4u);
}

TEST(Echo, notes_tokens_even_where_the_stream_keeps_them) {
  Echo echo(Operation::chat, kChat, true);
  EXPECT_EQ(echo.record().input_tokens, 2u);
  EXPECT_EQ(echo.record().output_tokens, 4u);
  EXPECT_EQ(echo.record().response_model, "m");
  EXPECT_TRUE(echo.record().time_to_first_token.has_value());
}

TEST(Echo, answers_a_response) {
  Echo echo(Operation::responses, R"({"model":"m","input":"hi"})");
  const auto document = echo.document();
  const auto message = *document.root().find("output")->at(0);
  EXPECT_EQ(text_at(*message.find("content")->at(0), "text"), "You said: hi");
  EXPECT_EQ(text_at(document.root(), "status"), "completed");
  EXPECT_EQ(echo.record().total_tokens, 4u);
}

TEST(Echo, streams_a_response_with_numbered_events) {
  Echo echo(Operation::responses, R"({"model":"m","input":"hi"})", true);
  const auto events = events_of(echo.body);
  std::string types, said;
  for (std::size_t i = 0; i < events.size(); ++i) {
    const auto event = events[i].root();
    EXPECT_EQ(event.find("sequence_number")->as_uint(), i);
    types.append(text_at(event, "type").substr(9)).append(" ");
    if (const auto delta = event.find("delta")) said += *delta->as_string();
  }
  EXPECT_EQ(types,
            "created in_progress output_item.added content_part.added output_text.delta "
            "output_text.delta "
            "output_text.delta output_text.done content_part.done output_item.done completed ");
  EXPECT_EQ(said, "You said: hi");
}

TEST(Echo, names_each_event_of_a_response_by_its_type) {
  const Echo echo(Operation::responses, R"({"model":"m","input":"hi"})", true);
  std::string_view stream = echo.body;
  http::SseReader reader;
  while (const auto event = reader.next(stream))
    EXPECT_NE(event->data.find("{\"type\":\"" + std::string(event->name) + "\""),
              std::string_view::npos);
}

TEST(Echo, embeds_texts_as_numbers_of_length_one) {
  Echo echo(Operation::embeddings, R"({"model":"m","input":["a b","c"],"dimensions":4})");
  const auto document = echo.document();
  const auto data = *document.root().find("data");
  ASSERT_EQ(data.size(), 2u);
  double square = 0;
  data.at(0)->find("embedding")->for_each_element([&](json::Value number) {
    square += *number.as_double() * *number.as_double();
  });
  EXPECT_NEAR(square, 1, 1e-5);
  EXPECT_EQ(data.at(1)->find("embedding")->size(), 4u);
  EXPECT_EQ(echo.record().input_tokens, 3u);
}

TEST(Echo, embeds_as_base64_when_asked) {
  Echo echo(Operation::embeddings,
            R"({"model":"m","input":"a","dimensions":3,"encoding_format":"base64"})");
  const auto document = echo.document();
  const auto bytes = base64_decode(text_at(*document.root().find("data")->at(0), "embedding"));
  ASSERT_TRUE(bytes.has_value());
  EXPECT_EQ(bytes->size(), 12u);
}

TEST(Echo, takes_tokens_for_input) {
  EXPECT_EQ(Echo(Operation::embeddings, R"({"model":"m","input":[1,2,3]})").record().input_tokens,
            3u);
  EXPECT_EQ(
      Echo(Operation::embeddings, R"({"model":"m","input":[[1],[2,3]]})").record().input_tokens,
      3u);
}

TEST(Echo, refuses_embeddings_of_nothing_or_too_much) {
  for (const std::string_view body :
       {R"({"model":"m"})", R"({"model":"m","input":[]})", R"({"model":"m","input":[{}]})",
        R"({"model":"m","input":"a","dimensions":0})",
        R"({"model":"m","input":"a","dimensions":4097})",
        R"({"model":"m","input":"a","dimensions":"4"})"}) {
    const Echo echo(Operation::embeddings, body);
    ASSERT_FALSE(echo.called.has_value()) << body;
    EXPECT_STREQ(echo.called.error().code, "llm.invalid_request");
  }
}

}  // namespace
}  // namespace jg::llm
