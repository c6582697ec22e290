#include "llm/providers/openai.h"

#include <gtest/gtest.h>

#include "llm/harness_fake.h"

namespace jg::llm {
namespace {

OpenAiSettings settings_at(std::string_view base_url, std::string path) {
  return {"openai",
          *parse_base_url(base_url),
          {{Operation::chat, std::move(path)}},
          Secret("Bearer ours")};
}

struct Sent {
  AskFake fake;
  OpenAiSettings settings;
  http::RequestHead head;

  explicit Sent(OpenAiSettings with, std::string_view target = "/v1/chat/completions")
      : settings(std::move(with)) {
    fake.ask("POST", target, "{}");
    for (const auto& [name, value] : {std::pair{"authorization", "Bearer theirs"},
                                      {"host", "gateway"},
                                      {"accept-encoding", "gzip, br"},
                                      {"content-length", "2"},
                                      {"x-mine", "1"}})
      fake.add_header(name, value);
    const ProviderCall call{Operation::chat, "{}", "m"};
    head = make_upstream_head(settings, call, fake.exchange);
  }
};

TEST(OpenAiRequest, goes_to_the_path_below_the_base) {
  const Sent sent(settings_at("https://api.example/v1", "/v1/chat/completions"),
                  "/team/v1/chat/completions");
  EXPECT_EQ(sent.head.target, "/v1/chat/completions");
  EXPECT_EQ(sent.head.authority, "api.example");
  EXPECT_EQ(sent.head.scheme, "https");
}

TEST(OpenAiRequest, keeps_the_clients_path_when_none_is_set) {
  EXPECT_EQ(Sent(settings_at("http://h:1", ""), "/team/v1/chat/completions").head.target,
            "/team/v1/chat/completions");
}

TEST(OpenAiRequest, keeps_the_query) {
  EXPECT_EQ(
      Sent(settings_at("http://h:1", "/x"), "/v1/chat/completions?api-version=1&b").head.target,
      "/x?api-version=1&b");
}

TEST(OpenAiRequest, puts_our_key_in_place_of_the_clients) {
  const Sent sent(settings_at("http://h:1", "/x"));
  EXPECT_EQ(sent.head.fields.count("authorization"), 1u);
  EXPECT_EQ(sent.head.fields.find("authorization"), "Bearer ours");
  EXPECT_EQ(sent.fake.exchange.request.fields.find("authorization"), "Bearer theirs");
}

TEST(OpenAiRequest, passes_the_clients_key_on_when_we_have_none) {
  OpenAiSettings settings = settings_at("http://h:1", "/x");
  settings.authorization.reset();
  EXPECT_EQ(Sent(std::move(settings)).head.fields.find("authorization"), "Bearer theirs");
}

TEST(OpenAiRequest, asks_for_an_answer_that_can_be_read) {
  const Sent sent(settings_at("http://h:1", "/x"));
  EXPECT_EQ(sent.head.fields.find("accept-encoding"), "identity");
  EXPECT_EQ(sent.head.fields.find("x-mine"), "1");
  EXPECT_FALSE(sent.head.fields.has("host"));
  EXPECT_FALSE(sent.head.fields.has("content-length"));
}

}  // namespace
}  // namespace jg::llm
