#include "llm/config.h"

#include <gtest/gtest.h>

#include "exchange/load_fake.h"
#include "llm/build.h"
#include "llm/harness_fake.h"

namespace jg::llm {
namespace {

struct Loaded {
  exchange::LoadFake load;
  upstream::Clients clients;
  std::optional<LlmConfig> config;
  std::vector<Model> models;

  explicit Loaded(std::string yaml) : load(std::move(yaml), {{"KEY", "sk-1"}}) {
    const exchange::LoadContext context = load.context();
    config = config::object(llm_object(context)).decode(load.root(), load.faults);
    if (config) models = make_models(*config, clients, context, load.faults);
  }
  std::string faults() { return load.faults.text(); }
};

std::string edits_of(const Model& model) {
  std::string out;
  for (const BodyEdit& edit : model.edits)
    out += edit.member + (edit.when == BodyEdit::When::always ? "=" : "?=") + edit.json + " ";
  return out;
}

TEST(LlmConfig, makes_a_model_of_the_shortest_form) {
  Loaded loaded("models:\n- name: '*'\n  provider: openAI\n  params: {apiKey: $KEY}\n");
  ASSERT_EQ(loaded.models.size(), 1u) << loaded.faults();
  EXPECT_EQ(loaded.models[0].pattern, "*");
  EXPECT_EQ(loaded.models[0].provider->name(), "openai");
  EXPECT_EQ(edits_of(loaded.models[0]), "");
  EXPECT_FALSE(loaded.models[0].allowed);
}

TEST(LlmConfig, turns_params_overrides_and_defaults_into_edits_in_that_order) {
  Loaded loaded(R"(
models:
- name: smart
  provider: echo
  params: {model: echo-1}
  defaults: {temperature: 0.5, stop: [a, "1"], user: null}
  overrides: {max_tokens: 10, nested: {a: true}}
)");
  ASSERT_EQ(loaded.models.size(), 1u) << loaded.faults();
  EXPECT_EQ(
      edits_of(loaded.models[0]),
      R"(model="echo-1" max_tokens=10 nested={"a":true} temperature?=0.5 stop?=["a","1"] user?=null )");
}

TEST(LlmConfig, merges_a_provider_into_the_models_that_refer_to_it) {
  Loaded loaded(R"(
providers:
- name: shared
  provider: {custom: {formats: [{type: completions}], providerOverride: mine}}
  params: {baseUrl: "http://h:1/v1", model: theirs, apiKey: k}
  defaults: {overrides: {a: 1, b: 1}, defaults: {c: 1}}
models:
- {name: plain, provider: {reference: shared}}
- {name: own, provider: {reference: shared}, params: {model: ours}, overrides: {b: 2}}
)");
  ASSERT_EQ(loaded.models.size(), 2u) << loaded.faults();
  EXPECT_EQ(loaded.models[0].provider->name(), "mine");
  EXPECT_TRUE(loaded.models[0].provider->serves(Operation::chat));
  EXPECT_FALSE(loaded.models[0].provider->serves(Operation::embeddings));
  EXPECT_EQ(edits_of(loaded.models[0]), R"(model="theirs" a=1 b=1 c?=1 )");
  EXPECT_EQ(edits_of(loaded.models[1]), R"(model="ours" a=1 b=2 c?=1 )");
}

TEST(LlmConfig, makes_rules_of_a_model_into_its_gate) {
  Loaded loaded(
      "models:\n- name: m\n  provider: echo\n  authorization: {rules: [{allow: jwt.sub == "
      "'me'}]}\n");
  ASSERT_EQ(loaded.models.size(), 1u) << loaded.faults();
  AskFake me, you;
  me.identify(R"({"sub":"me"})");
  you.identify(R"({"sub":"you"})");
  EXPECT_TRUE(loaded.models[0].allowed(me.exchange));
  EXPECT_STREQ(loaded.models[0].allowed(you.exchange).error().code, "llm.model_denied");
}

TEST(LlmConfig, never_takes_an_empty_authorization_for_none) {
  EXPECT_NE(Loaded("models:\n- name: m\n  provider: echo\n  authorization:\n").faults(), "");
}

TEST(LlmConfig, says_what_it_does_not_support_yet) {
  for (const char* provider : {"anthropic", "gemini", "vertex", "bedrock", "azure", "copilot"}) {
    Loaded loaded(std::string("models:\n- name: m\n  provider: ") + provider + "\n");
    EXPECT_NE(loaded.faults().find("not support it yet"), std::string::npos)
        << provider << loaded.faults();
  }
  for (const char* key : {"guardrails", "transformation", "health", "matches", "passthrough"}) {
    Loaded loaded(std::string("models:\n- name: m\n  provider: echo\n  ") + key + ": {}\n");
    EXPECT_NE(loaded.faults().find("does not honour it yet"), std::string::npos)
        << key << loaded.faults();
  }
  EXPECT_NE(Loaded("models: []\nvirtualModels: []\n").faults().find("does not honour it yet"),
            std::string::npos);
}

struct BadCase {
  const char* yaml;
  const char* says;
};

TEST(LlmConfig, refuses_what_it_cannot_mean) {
  constexpr BadCase kCases[] = {
      {"models: [{name: 'a*b', provider: echo}]", "at most one `*`"},
      {"models: [{name: '**', provider: echo}]", "at most one `*`"},
      {"models: [{name: m, provider: opneAI}]", "did you mean openAI?"},
      {"models: [{name: m, provider: {reference: x}}]", "there is no provider called \"x\""},
      {"models: [{name: m, provider: {custom: {formats: [{type: completions}]}}}]",
       "needs `params.baseUrl`"},
      {"models: [{name: m, provider: {custom: {formats: [{type: messages}]}}}]",
       "not support it yet"},
      {"models: [{name: m, provider: {custom: {formats: []}}}]", "at least one element"},
      {"models: [{name: m, provider: echo, params: {apiKey: x}}]", "echo answers by itself"},
      {"models: [{name: m, provider: openAI, params: {baseUrl: 'http://u@h'}}]",
       "expected an http:// or https:// URL"},
      {"models: [{name: m, provider: openAI, params: {hostOverride: h}}]", "expected host:port"},
      {"models: [{name: m, provider: openAI, params: {pathPrefix: v1}}]", "begins with a slash"},
      {"models: [{name: m, provider: openAI, params: {tokenize: true}}]", "not supported yet"},
      {"models: [{name: m, provider: openAI, params: {apiKey: {file: none.txt}}}]",
       "cannot read the file"},
      {"models: [{name: m, provider: echo, overrides: {model: 1}}]", "`model` must be text"},
      {"models: [{name: m, provider: echo, overrides: {a: .inf}}]", "JSON has no such number"},
      {"providers: [{name: p, provider: echo}, {name: p, provider: echo}]\nmodels: []",
       "is called \"p\" too"},
      {"providers: [{name: p, provider: {reference: p}}]\nmodels: []", "may not refer to another"},
      {"providers: [{name: p, provider: echo}]\nmodels: [{name: m, provider: {reference: p}, "
       "params: {baseUrl: 'http://h'}}]",
       "may set only `model`"},
      {"providers: []", "models"},
  };
  for (const BadCase& bad : kCases) {
    Loaded loaded(bad.yaml);
    EXPECT_NE(loaded.faults().find(bad.says), std::string::npos) << bad.yaml << "\n"
                                                                 << loaded.faults();
  }
}

TEST(LlmConfig, never_shows_a_key) {
  Loaded loaded("models:\n- name: m\n  provider: openAI\n  params: {apiKey: {inline: $KEY}}\n");
  EXPECT_NE(loaded.faults(), "");
  EXPECT_EQ(loaded.faults().find("sk-1"), std::string::npos);
}

}  // namespace
}  // namespace jg::llm
