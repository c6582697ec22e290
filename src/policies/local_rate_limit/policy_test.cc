#include "policies/local_rate_limit/policy.h"

#include <gtest/gtest.h>

#include "exchange/exchange_fake.h"
#include "exchange/load_fake.h"
#include "policies/local_rate_limit/feature.h"

namespace jg::policies::local_rate_limit {
namespace {

using Policy = std::shared_ptr<const exchange::Policy>;

Policy load(exchange::LoadFake& fake, const exchange::LoadContext& context) {
  auto policy = local_rate_limit_feature().make({fake.root()}, context, fake.faults);
  EXPECT_TRUE(policy) << fake.faults.text();
  return policy;
}

Policy load(const std::string& yaml) {
  exchange::LoadFake fake(yaml);
  return load(fake, fake.context());
}

std::string faults_of(const std::string& yaml) {
  exchange::LoadFake fake(yaml);
  local_rate_limit_feature().make({fake.root()}, fake.context(), fake.faults);
  return fake.faults.text();
}

// The same exchange again, as a connection uses it.
struct Asking {
  exchange::ExchangeFake fake;
  Policy policy;

  explicit Asking(const std::string& yaml) : policy(load(yaml)) {}

  // Empty when it is let on.
  std::string ask(const std::string& path = "/") {
    fake.exchange.reset();
    fake.set_target(path);
    const auto verdict = policy->on_request(fake.exchange);
    policy->on_response(fake.exchange);
    return verdict ? "" : verdict.error().code;
  }
  std::string told(std::string_view name) {
    const auto value = fake.exchange.response.head.fields.find(name);
    return value ? std::string(*value) : "-";
  }
  std::string told() {
    return told("x-ratelimit-limit") + " " + told("x-ratelimit-remaining") + " " +
           told("x-ratelimit-reset");
  }
  void use_tokens(std::uint64_t input, std::uint64_t output) {
    auto& llm = fake.exchange.record.llm.emplace();
    llm.input_tokens = input;
    llm.output_tokens = output;
    policy->on_done(fake.exchange);
  }
};

constexpr const char* kExceeded = "rate_limit.exceeded";

TEST(LocalRateLimit, lets_so_many_requests_through_and_tells_what_is_left) {
  Asking asking("[{maxTokens: 2, tokensPerFill: 1, fillInterval: 10s}]");
  EXPECT_EQ(asking.ask(), "");
  EXPECT_EQ(asking.told(), "2 1 10");
  EXPECT_EQ(asking.ask(), "");
  EXPECT_EQ(asking.told(), "2 0 10");
  EXPECT_EQ(asking.ask(), kExceeded);
  EXPECT_EQ(asking.told(), "2 0 10");
  asking.fake.clock.advance(std::chrono::seconds(10));
  EXPECT_EQ(asking.ask(), "");
  EXPECT_EQ(asking.ask(), kExceeded);
}

TEST(LocalRateLimit, asks_all_limits_and_tells_of_the_tightest) {
  Asking asking(
      "[{maxTokens: 9, tokensPerFill: 9, fillInterval: 1h},"
      " {maxTokens: 3, tokensPerFill: 3, fillInterval: 1s}]");
  EXPECT_EQ(asking.ask(), "");
  EXPECT_EQ(asking.told(), "3 2 1");
  asking.ask();
  asking.ask();
  EXPECT_EQ(asking.ask(), kExceeded);
  EXPECT_EQ(asking.told(), "3 0 1");
  // What the first gave for the refused request is not given back.
  asking.fake.clock.advance(std::chrono::seconds(1));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(asking.ask(), "");
  asking.fake.clock.advance(std::chrono::seconds(1));
  EXPECT_EQ(asking.ask(), "");
  EXPECT_EQ(asking.told().substr(0, 4), "9 1 ");
}

TEST(LocalRateLimit, takes_tokens_of_models_when_an_answer_is_over) {
  Asking asking("[{type: tokens, maxTokens: 100, tokensPerFill: 10, fillInterval: 1s}]");
  EXPECT_EQ(asking.ask(), "");
  EXPECT_EQ(asking.told(), "- - -");
  asking.use_tokens(50, 30);
  EXPECT_EQ(asking.ask(), "");
  asking.use_tokens(50, 30);  // more than is left: nothing is owed
  EXPECT_EQ(asking.ask(), kExceeded);
  EXPECT_EQ(asking.told(), "100 0 1");
  asking.fake.clock.advance(std::chrono::seconds(1));
  EXPECT_EQ(asking.ask(), "");
}

TEST(LocalRateLimit, does_not_take_tokens_for_what_asked_no_model) {
  Asking asking("[{type: tokens, maxTokens: 1, tokensPerFill: 1, fillInterval: 1s}]");
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(asking.ask(), "");
    asking.policy->on_done(asking.fake.exchange);
  }
}

TEST(LocalRateLimit, applies_the_first_alternative_whose_condition_is_true) {
  Asking asking(
      "conditional:\n"
      "- {condition: 'request.path == \"/a\"', maxTokens: 1, tokensPerFill: 1, fillInterval: 1h}\n"
      "- {condition: 'jwt.sub == \"x\"', maxTokens: 0, fillInterval: 1h}\n"  // fails: not true
      "- {maxTokens: 2, tokensPerFill: 1, fillInterval: 1h}\n");
  EXPECT_EQ(asking.ask("/a"), "");
  EXPECT_EQ(asking.ask("/a"), kExceeded);
  EXPECT_EQ(asking.ask("/b"), "");
  EXPECT_EQ(asking.ask("/b"), "");
  EXPECT_EQ(asking.ask("/b"), kExceeded);
}

TEST(LocalRateLimit, lets_on_what_no_alternative_is_for) {
  Asking asking(
      "conditional: [{condition: 'request.path == \"/a\"', maxTokens: 1, tokensPerFill: 1, "
      "fillInterval: 1h}]");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(asking.ask("/b"), "");
  EXPECT_EQ(asking.told(), "- - -");
}

TEST(LocalRateLimit, takes_tokens_from_the_alternative_that_applied) {
  Asking asking(
      "conditional:\n"
      "- {condition: 'request.path == \"/a\"', type: tokens, maxTokens: 5, fillInterval: 1h}\n"
      "- {type: tokens, maxTokens: 5, fillInterval: 1h}\n");
  EXPECT_EQ(asking.ask("/a"), "");
  asking.fake.set_target("/b");  // as a rewrite would
  asking.use_tokens(5, 5);
  EXPECT_EQ(asking.ask("/b"), "");
  EXPECT_EQ(asking.ask("/a"), kExceeded);
}

TEST(LocalRateLimit, goes_on_with_its_buckets_when_loaded_anew) {
  const std::string limit = "[{maxTokens: 1, tokensPerFill: 1, fillInterval: 1h}]";
  exchange::LoadFake fake(limit);
  const exchange::LoadContext context = fake.context();
  exchange::ExchangeFake exchange;
  const Policy before = load(fake, context);
  ASSERT_TRUE(before->on_request(exchange.exchange));

  const Policy after = load(fake, context);
  EXPECT_FALSE(after->on_request(exchange.exchange));
  exchange::LoadFake changed("[{maxTokens: 1, tokensPerFill: 1, fillInterval: 2h}]");
  EXPECT_TRUE(load(changed, context)->on_request(exchange.exchange));
}

TEST(LocalRateLimit, has_a_bucket_for_each_place) {
  exchange::LoadFake fake("[{maxTokens: 1, fillInterval: 1h}, {maxTokens: 1, fillInterval: 1h}]");
  const exchange::LoadContext context = fake.context();
  exchange::ExchangeFake exchange;
  EXPECT_TRUE(load(fake, context)->on_request(exchange.exchange));
}

TEST(LocalRateLimit, refuses_what_cannot_be_meant) {
  const auto has = [](const std::string& yaml, const std::string& part) {
    EXPECT_NE(faults_of(yaml).find(part), std::string::npos) << yaml << "\n" << faults_of(yaml);
  };
  has("[{maxTokens: 1, tokensPerFill: 2, fillInterval: 1s}]", "tokensPerFill must not exceed");
  has("[{maxTokens: 1, tokensPerFill: 1}]", "fillInterval");
  has("[{maxTokens: 1, fillInterval: 0s}]", "fillInterval");
  has("[{maxTokens: -1, fillInterval: 1s}]", "maxTokens");
  has("[{maxTokens: 1, fillInterval: 1s, type: words}]", "type");
  has("[{maxTokens: 1, fillInterval: 1s, burst: 3}]", "burst");
  has("{conditional: []}", "found an empty list");
  has("{conditional: [{maxTokens: 1, fillInterval: 1s}, {maxTokens: 2, fillInterval: 1s}]}",
      "has no condition, so what follows is never reached");
  has("{conditional: [{condition: '1 +', maxTokens: 1, fillInterval: 1s}]}", "condition");
  has("[{fillInterval: 1s}]", "lets nothing through");
  has("[{maxTokens: 1, fillInterval: 1s}]", "is never filled again");
}

TEST(LocalRateLimit, says_what_it_limits) {
  const auto policy = load(
      "conditional: [{condition: 'true', type: tokens, maxTokens: 5, tokensPerFill: 5, "
      "fillInterval: 1m}, {maxTokens: 2, tokensPerFill: 1, fillInterval: 1s}]");
  EXPECT_EQ(policy->remarks()[0].text,
            "localRateLimit: 5 tokens of models, 5 more every 1m (when true)");
  EXPECT_EQ(policy->remarks()[1].text, "localRateLimit: 2 requests, 1 more every 1s");
}

}  // namespace
}  // namespace jg::policies::local_rate_limit
