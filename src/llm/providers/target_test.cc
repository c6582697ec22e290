#include "llm/providers/target.h"

#include <gtest/gtest.h>

#include "llm/providers/presets.h"

namespace jg::llm {
namespace {

ProviderChoice preset(std::string name) {
  return {std::move(name), std::nullopt, std::nullopt, {}};
}

ProviderChoice custom(std::vector<FormatConfig> formats) {
  ProviderChoice out;
  out.custom = CustomConfig{std::nullopt, std::nullopt, std::move(formats)};
  return out;
}

// Where a chat completion goes: "authority/path", the path in brackets when it is the client's.
std::string chat_target(const ProviderChoice& choice, const ParamsConfig& params = {}) {
  const OpenAiSettings settings = make_settings(choice, params);
  const std::string& path = settings.operations.front().path;
  return settings.base.authority + (path.empty() ? "[...]" : path);
}

ParamsConfig at(std::string_view base_url) {
  ParamsConfig out;
  out.base_url = *parse_base_url(base_url);
  return out;
}

TEST(Target, of_a_preset_is_its_own) {
  EXPECT_EQ(chat_target(preset("openAI")), "api.openai.com/v1/chat/completions");
  EXPECT_EQ(chat_target(preset("groq")), "api.groq.com/openai/v1/chat/completions");
  EXPECT_EQ(chat_target(preset("cohere")), "api.cohere.ai/compatibility/v1/chat/completions");
  EXPECT_EQ(chat_target(preset("ollama")), "localhost:11434/v1/chat/completions");
}

TEST(Target, follows_the_base_url) {
  EXPECT_EQ(chat_target(preset("openAI"), at("http://h:1/a/v2/")), "h:1/a/v2/chat/completions");
  EXPECT_EQ(chat_target(custom({{Operation::chat, {}}}), at("https://h/v1")),
            "h/v1/chat/completions");
}

TEST(Target, keeps_the_clients_path_at_a_host_without_a_prefix) {
  EXPECT_EQ(chat_target(preset("openAI"), at("http://h:1")), "h:1[...]");
  EXPECT_EQ(chat_target(custom({{Operation::chat, {}}}), at("http://h:1")), "h:1/chat/completions");
}

TEST(Target, takes_a_formats_own_path) {
  EXPECT_EQ(chat_target(custom({{Operation::chat, "/x/chat"}}), at("http://h:1/v1")), "h:1/x/chat");
}

TEST(Target, takes_the_deprecated_overrides) {
  ParamsConfig params;
  params.path_prefix = "/p/";
  EXPECT_EQ(chat_target(preset("openAI"), params), "api.openai.com/p/chat/completions");
  params.path_prefix.reset();
  params.path_override = "/whole";
  EXPECT_EQ(chat_target(preset("openAI"), params), "api.openai.com/whole");
  params = {};
  params.host_override = *parse_host_override("h:8080");
  EXPECT_EQ(chat_target(preset("openAI"), params), "h:8080[...]");
  EXPECT_FALSE(make_settings(preset("openAI"), params).base.endpoint.tls);
}

TEST(Target, has_a_good_base_url_for_every_preset) {
  for (const Preset& known : presets()) {
    const OpenAiSettings settings = make_settings(preset(std::string(known.name)), {});
    EXPECT_FALSE(settings.operations.empty()) << known.name;
    for (const OpenAiOperation& operation : settings.operations)
      EXPECT_TRUE(operation.path.starts_with('/'));
  }
}

TEST(Target, is_called_by_the_providers_name_in_logs) {
  EXPECT_EQ(make_settings(preset("openAI"), {}).name, "openai");
  EXPECT_EQ(make_settings(custom({{Operation::chat, {}}}), at("http://h")).name, "custom");
}

}  // namespace
}  // namespace jg::llm
