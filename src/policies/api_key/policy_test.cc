#include "policies/api_key/policy.h"

#include <gtest/gtest.h>

#include "exchange/exchange_fake.h"
#include "exchange/load_fake.h"
#include "policies/api_key/feature.h"

namespace jg::policies::api_key {
namespace {

using Policy = std::shared_ptr<const exchange::Policy>;

// sha256sum of "second-key".
const std::string kHash = "sha256:f397f260a275cc4d42e7965c556167bf3f068aed491d35a8f5b38c8c2db96bb0";
const std::string kKeys = "keys: [{key: first-key, metadata: {owner: ann}}, {keyHash: '" + kHash +
                          "', allowedModels: [a, 'b*']}]";

Policy load(const std::string& yaml) {
  exchange::LoadFake fake(yaml);
  auto policy = api_key_feature().make({fake.root()}, fake.context(), fake.faults);
  EXPECT_EQ(policy == nullptr, fake.faults.has_errors()) << fake.faults.text();
  return policy;
}

std::string faults_of(const std::string& yaml) {
  exchange::LoadFake fake(yaml);
  EXPECT_EQ(api_key_feature().make({fake.root()}, fake.context(), fake.faults), nullptr) << yaml;
  return fake.faults.text();
}

// What became of a request that came with this Authorization header (none when empty).
struct Outcome {
  std::string code = {};  // empty: let through
  bool is_known = false;
  bool is_key_left = false;
  friend bool operator==(const Outcome&, const Outcome&) = default;
  friend std::ostream& operator<<(std::ostream& out, const Outcome& o) {
    return out << "{code " << o.code << ", known " << o.is_known << ", left " << o.is_key_left
               << "}";
  }
};

Outcome send(const Policy& policy, exchange::ExchangeFake& fake, const std::string& header) {
  if (!header.empty()) fake.add_header("authorization", header);
  const auto verdict = policy->on_request(fake.exchange);
  return {verdict ? "" : verdict.error().code, fake.exchange.facts.api_key.has_value(),
          fake.exchange.request.fields.has("authorization")};
}

Outcome send(const Policy& policy, const std::string& header) {
  exchange::ExchangeFake fake;
  return send(policy, fake, header);
}

TEST(ApiKey, obeys_the_mode_matrix) {
  const Policy strict = load("mode: strict\n" + kKeys);
  const Policy optional = load(kKeys);
  const Policy permissive = load("mode: permissive\n" + kKeys);
  EXPECT_EQ(send(strict, ""), (Outcome{"api_key.missing", false, false}));
  EXPECT_EQ(send(optional, ""), (Outcome{"", false, false}));
  EXPECT_EQ(send(permissive, ""), (Outcome{"", false, false}));
  for (const char* bad : {"Bearer no-key", "Bearer first-key ", "Bearer First-key", "Bearer "}) {
    EXPECT_EQ(send(strict, bad), (Outcome{"api_key.invalid", false, true})) << bad;
    EXPECT_EQ(send(optional, bad), (Outcome{"api_key.invalid", false, true})) << bad;
    EXPECT_EQ(send(permissive, bad), (Outcome{"", false, true})) << bad;
  }
  for (const Policy& any : {strict, optional, permissive}) {
    EXPECT_EQ(send(any, "Bearer first-key"), (Outcome{"", true, false}));
    EXPECT_EQ(send(any, "bearer second-key"), (Outcome{"", true, false}));
  }
}

TEST(ApiKey, leaves_what_is_said_of_the_key) {
  const Policy policy = load(kKeys);
  exchange::ExchangeFake first;
  send(policy, first, "Bearer first-key");
  EXPECT_EQ(first.exchange.facts.api_key->metadata.dump(), R"({"owner":"ann"})");
  EXPECT_EQ(first.exchange.facts.api_key->allowed_models, nullptr);
  exchange::ExchangeFake second;
  send(policy, second, "Bearer second-key");
  EXPECT_TRUE(second.exchange.facts.api_key->metadata.is_null());
  EXPECT_EQ(*second.exchange.facts.api_key->allowed_models, (std::vector<std::string>{"a", "b*"}));
}

TEST(ApiKey, refuses_two_keys_and_the_digest_itself) {
  const Policy policy = load(kKeys);
  exchange::ExchangeFake fake;
  fake.add_header("authorization", "Bearer first-key");
  EXPECT_EQ(send(policy, fake, "Bearer first-key"), (Outcome{"api_key.ambiguous", false, true}));
  EXPECT_EQ(send(policy, "Bearer " + kHash).code, "api_key.invalid");
  EXPECT_EQ(send(policy, "Bearer " + kHash.substr(7)).code, "api_key.invalid");
}

TEST(ApiKey, finds_the_key_where_it_is_told) {
  const Policy policy = load(kKeys + "\nlocation: {header: {name: X-Key}}");
  exchange::ExchangeFake fake;
  fake.add_header("x-key", "first-key");
  EXPECT_TRUE(policy->on_request(fake.exchange));
  EXPECT_TRUE(fake.exchange.facts.api_key);
  EXPECT_FALSE(fake.exchange.request.fields.has("x-key"));
}

TEST(ApiKey, lets_the_last_of_two_alike_count) {
  const Policy policy = load("keys: [{key: k, metadata: {n: 1}}, {key: k, metadata: {n: 2}}]");
  exchange::ExchangeFake fake;
  send(policy, fake, "Bearer k");
  EXPECT_EQ(fake.exchange.facts.api_key->metadata.dump(), R"({"n":2})");
}

TEST(ApiKey, refuses_every_key_without_any) {
  const Policy policy = load("{keys: [], mode: strict}");
  EXPECT_EQ(send(policy, "Bearer k").code, "api_key.invalid");
}

TEST(ApiKey, tells_what_is_wrong_without_telling_a_key) {
  for (const char* yaml :
       {"{}", "keys: [{}]", "keys: [{key: ''}]", "keys: [{key: s3cr3t, keyHash: s3cr3t}]",
        "keys: [{keyHash: s3cr3t}]", "keys: [{keyHash: 'sha256:s3cr3t'}]",
        "{keys: [{key: s3cr3t}], mode: Strict}", "keys: [{key: s3cr3t, allowedModels: ['a*b']}]",
        "keys: [{key: s3cr3t, metadata: [.inf]}]", "keys: [{key: s3cr3t, nosuch: 1}]"})
    EXPECT_EQ(faults_of(yaml).find("s3cr3t"), std::string::npos) << faults_of(yaml);
}

TEST(ApiKey, says_what_it_checks_and_what_not) {
  EXPECT_EQ(load("mode: strict\n" + kKeys)->remarks().size(), 1u);
  EXPECT_EQ(load(kKeys)->remarks()[0].text,
            "apiKey: optional, key in header authorization, 2 keys");
  EXPECT_EQ(load(kKeys)->remarks()[1].kind, exchange::Policy::Remark::Kind::warns);
  EXPECT_EQ(load("mode: strict\n" + kKeys)->stance(),
            exchange::Policy::Stance::turns_anonymous_away);
  EXPECT_EQ(load(kKeys)->stance(), exchange::Policy::Stance::identifies);
}

}  // namespace
}  // namespace jg::policies::api_key
