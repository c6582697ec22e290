#include "policies/jwt/checker.h"

#include <gtest/gtest.h>

#include "exchange/exchange_fake.h"
#include "exchange/trace.h"
#include "policies/jwt/issuer_fake.h"
#include "telemetry/worker_metrics.h"

namespace jg::policies::jwt {
namespace {

using exchange::kFakeNow;

std::shared_ptr<const IssuerKeys> keys_of(const IssuerFake& issuer) {
  return std::make_shared<const IssuerKeys>(
      std::make_shared<const TrustedKeys>(jose::KeySet::parse(issuer.jwks()).value(), 1));
}

Provider trust(const IssuerFake& issuer, std::shared_ptr<const IssuerKeys> keys,
               std::vector<std::string> audiences = {}) {
  Provider out;
  out.claims.issuer = issuer.issuer();
  out.claims.audiences = std::move(audiences);
  out.keys = std::move(keys);
  return out;
}

struct Remembering : testing::Test {
  const IssuerFake ours;
  const std::shared_ptr<const IssuerKeys> keys = keys_of(ours);
  const std::shared_ptr<const TokenMemory> memory = std::make_shared<const TokenMemory>(1);
  FakeClock clock{kFakeNow};
  FastRandom random{1};
  net::Loop loop;
  telemetry::WorkerMetrics metrics{10, 0};
  exchange::Worker worker{0, clock, random, loop, &metrics};

  const Provider* about = nullptr;

  // Empty when it is accepted.
  std::string code(const std::vector<Provider>& providers, const std::string& token) {
    const auto identity = Checker(providers, memory).check(token, worker, about);
    return identity ? "" : identity.error().code;
  }
  std::uint64_t remembered(const std::string& issuer = "https://issuer.example") {
    return metrics.tokens.at({issuer}).remembered.read();
  }
  std::uint64_t checked(const std::string& issuer = "https://issuer.example") {
    return metrics.tokens.at({issuer}).checked.read();
  }
  // The same header and claims with another's signature.
  std::string forged(const std::string& token) {
    const IssuerFake forger;
    const std::string other = forger.token();
    return token.substr(0, token.rfind('.')) + other.substr(other.rfind('.'));
  }
};

TEST_F(Remembering, checks_a_signature_once) {
  const std::string token = ours.token();
  const std::vector<Provider> providers = {trust(ours, keys)};
  const Checker checker(providers, memory);
  for (int i = 0; i < 3; ++i) {
    const auto identity = checker.check(token, worker, about);
    ASSERT_TRUE(identity);
    EXPECT_EQ(identity->subject(), "test-user");
    EXPECT_EQ(identity->issuer, ours.issuer());
    EXPECT_EQ(identity->token->reveal(), token);
  }
  EXPECT_EQ(checked(), 1u);
  EXPECT_EQ(remembered(), 2u);
}

TEST_F(Remembering, checks_the_time_of_a_known_token) {
  const std::string token = ours.token(R"("sub":"a")", 10);
  EXPECT_EQ(code({trust(ours, keys)}, token), "");
  clock.advance(std::chrono::seconds(70));
  EXPECT_EQ(code({trust(ours, keys)}, token), "");
  clock.advance(std::chrono::seconds(1));
  EXPECT_EQ(code({trust(ours, keys)}, token), "jwt.expired");
  EXPECT_EQ(checked(), 1u);
}

TEST_F(Remembering, holds_a_known_token_against_the_policy_that_asks) {
  const std::string token = ours.token(R"("aud":"web","tenant":"t")");
  EXPECT_EQ(code({trust(ours, keys, {"web"})}, token), "");
  EXPECT_EQ(code({trust(ours, keys, {"api"})}, token), "jwt.audience");
  Provider demanding = trust(ours, keys);
  demanding.claims.required = {"exp", "nonce"};
  EXPECT_EQ(code({demanding}, token), "jwt.missing_claim");
  EXPECT_EQ(checked(), 1u);
}

TEST_F(Remembering, remembers_a_signature_whose_claims_were_refused) {
  const std::string token = ours.token(R"("aud":"web")");
  EXPECT_EQ(code({trust(ours, keys, {"api"})}, token), "jwt.audience");
  EXPECT_EQ(code({trust(ours, keys, {"web"})}, token), "");
  EXPECT_EQ(checked(), 1u);
}

TEST_F(Remembering, forgets_with_the_keys) {
  const std::string token = ours.token();
  EXPECT_EQ(code({trust(ours, keys)}, token), "");
  const IssuerFake rotated("https://issuer.example", "k2");
  EXPECT_EQ(code({trust(ours, keys_of(rotated))}, token), "jwt.unknown_key");
  // The same keys fetched again are others too, as far as this goes; exchange/kept_states.h gives
  // the former ones back.
  EXPECT_EQ(code({trust(ours, keys_of(ours))}, token), "");
  EXPECT_EQ(checked(), 2u);
}

TEST_F(Remembering, gives_no_token_to_a_policy_that_does_not_trust_its_issuer) {
  const IssuerFake other("https://other.example");
  EXPECT_EQ(code({trust(ours, keys)}, ours.token()), "");
  EXPECT_EQ(code({trust(other, keys_of(other))}, ours.token()), "jwt.issuer");
}

TEST_F(Remembering, never_lets_an_issuers_known_token_pass_for_anothers) {
  // The second provider has the first's keys and its own name.
  Provider second = trust(ours, keys_of(ours));
  second.claims.issuer = "https://second.example";
  const std::vector<Provider> both = {trust(ours, keys), second};
  const std::string token = ours.token();
  EXPECT_EQ(code(both, token), "");
  EXPECT_EQ(code({second}, token), "jwt.issuer");
}

TEST_F(Remembering, tries_the_other_keys_of_an_issuer_that_stands_twice) {
  const std::string token = ours.token(R"("aud":"web")");
  const std::vector<Provider> twice = {trust(ours, keys, {"api"}),
                                       trust(ours, keys_of(ours), {"web"})};
  for (int i = 0; i < 3; ++i) EXPECT_EQ(code(twice, token), "");
  const std::vector<Provider> alike = {trust(ours, keys, {"api"}), trust(ours, keys, {"web"})};
  for (int i = 0; i < 3; ++i) EXPECT_EQ(code(alike, token), "");
  EXPECT_EQ(code(twice, forged(token)), "jwt.signature");
  EXPECT_EQ(code(twice, forged(token)), "jwt.signature");
}

TEST_F(Remembering, checks_a_bad_signature_once_in_a_while) {
  const std::string bad = forged(ours.token());
  for (int i = 0; i < 3; ++i) EXPECT_EQ(code({trust(ours, keys)}, bad), "jwt.signature");
  EXPECT_EQ(checked(), 1u);
  EXPECT_EQ(remembered(), 2u);
  clock.advance(TokenMemory::kRejectedFor);
  EXPECT_EQ(code({trust(ours, keys)}, bad), "jwt.signature");
  EXPECT_EQ(checked(), 2u);
}

TEST_F(Remembering, asks_again_for_a_key_that_was_unknown) {
  const std::string early =
      ours.sign(R"({"iss":"https://issuer.example","exp":1900000000})", "key-to-come");
  for (int i = 0; i < 2; ++i) EXPECT_EQ(code({trust(ours, keys)}, early), "jwt.unknown_key");
  EXPECT_EQ(memory->of(0).rejected.size(), 0u);
  EXPECT_EQ(remembered(), 0u);
}

TEST_F(Remembering, takes_a_token_for_bad_with_the_keys_that_said_so_only) {
  const IssuerFake renewed("https://issuer.example", "k1");  // the same id, another key
  const std::string token = renewed.token();
  EXPECT_EQ(code({trust(ours, keys)}, token), "jwt.signature");
  EXPECT_EQ(code({trust(ours, keys_of(renewed))}, token), "");
}

TEST_F(Remembering, says_which_provider_it_is_about) {
  const std::vector<Provider> providers = {trust(ours, keys, {"api"})};
  const Checker checker(providers, memory);
  EXPECT_FALSE(checker.check("junk", worker, about));
  EXPECT_EQ(about, nullptr);
  for (const std::string& token : {ours.token(), ours.token(), forged(ours.token())}) {
    for (int again = 0; again < 2; ++again) {
      about = nullptr;
      EXPECT_FALSE(checker.check(token, worker, about));
      EXPECT_EQ(about, providers.data());
    }
  }
}

TEST_F(Remembering, remembers_and_counts_nothing_for_an_explanation) {
  exchange::Trace trace;
  worker.trace = &trace;
  EXPECT_EQ(code({trust(ours, keys)}, ours.token()), "");
  EXPECT_EQ(code({trust(ours, keys)}, forged(ours.token())), "jwt.signature");
  EXPECT_EQ(checked() + remembered(), 0u);
  EXPECT_EQ(memory->of(0).known.size() + memory->of(0).rejected.size(), 0u);
  EXPECT_FALSE(trace.findings().empty());
}

TEST_F(Remembering, times_the_signatures_it_checks) {
  const std::string token = ours.token();
  EXPECT_EQ(code({trust(ours, keys)}, token), "");
  EXPECT_EQ(code({trust(ours, keys)}, token), "");
  const auto& times = metrics.verify_times.at({"ES256"}).seconds;
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < times.kBuckets; ++i) count += times.bucket(i);
  EXPECT_EQ(count, 1u);
}

TEST_F(Remembering, keeps_an_identity_whole_when_its_token_is_forgotten) {
  const std::vector<Provider> providers = {trust(ours, keys)};
  const Checker checker(providers, memory);
  const std::string token = ours.token();
  const auto identity = checker.check(token, worker, about);
  ASSERT_TRUE(identity);
  memory->of(0).known = TokenTable(TokenMemory::kKnown);
  EXPECT_EQ(identity->subject(), "test-user");
  EXPECT_EQ(identity->token->reveal(), token);
}

}  // namespace
}  // namespace jg::policies::jwt
