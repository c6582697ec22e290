#include "policies/jwt/issuer_keys.h"

#include <gtest/gtest.h>

#include "exchange/exchange_fake.h"
#include "exchange/load_fake.h"
#include "keys/store.h"
#include "net/loop_fake.h"
#include "policies/jwt/config.h"
#include "policies/jwt/issuer_fake.h"
#include "policies/jwt/policy.h"

namespace jg::policies::jwt {
namespace {

using namespace std::chrono_literals;
using exchange::Verdict;

struct Fetched : testing::Test {
  const IssuerFake ours, next{"https://issuer.example", "k2"};
  exchange::ExchangeFake fake;
  std::shared_ptr<keys::RemoteDocument> remote =
      std::make_shared<keys::RemoteDocument>(settings(), 1u, [] {});
  const JwtPolicy policy{{Mode::strict, exchange::Location(), providers(), false},
                         std::make_shared<const TokenMemory>(1)};

  static keys::RemoteSettings settings() {
    keys::RemoteSettings out;
    out.unknown_wait = 60s;
    return out;
  }
  std::vector<Provider> providers() const {
    std::vector<Provider> out(1);
    out[0].claims.issuer = ours.issuer();
    out[0].keys = std::make_shared<const IssuerKeys>(remote, 1u);
    return out;
  }
  // From now on these are the keys; none without an issuer.
  void publish(const IssuerFake* issuer) {
    remote->begin_fetch();
    remote->end_fetch({}, issuer ? jose::KeySet::parse(issuer->jwks()).value() : nullptr, issuer);
  }
  void publish_when_asked(const IssuerFake* issuer) {
    fake.loop.post([this, issuer] {
      if (remote->has_wish())
        publish(issuer);
      else
        publish_when_asked(issuer);
    });
  }
  // "passes", or the code of the refusal, waiting when that is asked for.
  std::string outcome(const std::string& token) {
    fake.exchange.reset();
    fake.add_header("authorization", "Bearer " + token);
    auto verdict = policy.on_request(fake.exchange);
    if (verdict && *verdict == Verdict::wait)
      verdict = net::run(fake.loop, policy.resume(fake.exchange));
    return verdict ? "passes" : verdict.error().code;
  }
};

TEST_F(Fetched, are_unavailable_before_they_came_and_when_they_are_gone) {
  EXPECT_EQ(outcome(ours.token()), "jwt.keys_unavailable");
  publish(&ours);
  EXPECT_EQ(outcome(ours.token()), "passes");
  remote->publish(nullptr);
  EXPECT_EQ(outcome(ours.token()), "jwt.keys_unavailable");
}

TEST_F(Fetched, take_what_they_vouched_for_with_them) {
  const std::string token = ours.token();
  publish(&ours);
  EXPECT_EQ(outcome(token), "passes");
  publish(&next);
  publish_when_asked(&next);  // it brings nothing
  EXPECT_EQ(outcome(token), "jwt.unknown_key");
  publish(&ours);
  EXPECT_EQ(outcome(token), "passes");
}

TEST_F(Fetched, are_waited_for_when_a_token_has_a_new_key) {
  publish(&ours);
  publish_when_asked(&next);
  EXPECT_EQ(outcome(next.token()), "passes");
}

TEST_F(Fetched, are_waited_for_while_the_first_fetch_is_under_way) {
  remote->begin_fetch();
  fake.loop.post([this] { publish(&ours); });
  EXPECT_EQ(outcome(ours.token()), "passes");
}

TEST_F(Fetched, are_not_waited_for_by_who_has_gone) {
  publish(&ours);
  fake.loop.post([this] { fake.exchange.cancel.cancel(); });
  EXPECT_EQ(outcome(next.token()), "http.client_gone");
}

TEST_F(Fetched, are_not_asked_for_by_a_token_that_they_could_not_make_good) {
  publish(&ours);
  const IssuerFake other("https://other.example", "k2");
  EXPECT_EQ(outcome(other.token()), "jwt.issuer");
  EXPECT_EQ(outcome(ours.token("", -1000)), "jwt.expired");
  EXPECT_FALSE(remote->has_wish());
  EXPECT_EQ(remote->report().unknown_kids, 0u);
}

TEST(FetchedConfig, is_the_same_keys_for_all_who_name_the_url) {
  exchange::LoadFake load(
      "providers:\n"
      "- {issuer: a, jwks: {url: 'https://idp.example/keys'}}\n"
      "- {issuer: b, jwks: {url: 'https://idp.example/keys'}}\n"
      "- {issuer: a, jwks: {url: 'https://idp.example/keys', maxStale: 1h}}\n"
      "- {issuer: 'https://c.example/', jwks: {discovery: true}}\n");
  auto context = load.context();
  const auto store = context.states->keep<keys::Store>(
      {}, [&] { return std::make_shared<keys::Store>(context.clock); });
  const auto settings = settings_type(context).decode(load.root(), load.faults);
  ASSERT_TRUE(settings) << load.faults.text();
  const auto& providers = settings->providers;
  EXPECT_EQ(providers[0].keys->remote(), providers[1].keys->remote());
  EXPECT_NE(providers[0].keys, providers[1].keys);
  EXPECT_NE(providers[0].keys->remote(), providers[2].keys->remote());
  EXPECT_EQ(providers[3].keys->remote()->settings().url,
            "https://c.example/.well-known/openid-configuration");
  EXPECT_EQ(providers[3].keys->remote()->settings().issuer, "https://c.example/");
  const auto again = settings_type(context).decode(load.root(), load.faults);
  EXPECT_EQ(again->providers[0].keys, providers[0].keys);
  EXPECT_EQ(store->reports().size(), 3u);
}

}  // namespace
}  // namespace jg::policies::jwt
