#include "policies/jwt/introspection.h"

#include <gtest/gtest.h>

#include "exchange/exchange_fake.h"
#include "exchange/load_fake.h"
#include "exchange/trace.h"
#include "net/loop_fake.h"
#include "policies/jwt/config.h"
#include "policies/jwt/issuer_fake.h"
#include "policies/jwt/policy.h"

namespace jg::policies::jwt {
namespace {

using namespace std::chrono_literals;
using exchange::Verdict;

constexpr const char* kIssuer = "https://issuer.example";

// An endpoint whose answers the test gives.
struct Asking : testing::Test {
  const IssuerFake ours{kIssuer};
  exchange::ExchangeFake fake;
  std::vector<fetch::Request> asked;
  std::vector<fetch::Transfers::Done> waiting;
  Result<fetch::Answer> answer = answer_of(R"({"active":true,"sub":"alice","exp":1900000000})");
  Provider provider;

  Asking() {
    provider.claims.issuer = provider.unsigned_claims.issuer = kIssuer;
    provider.keys = keys_of(std::make_shared<const jose::KeySet>());
    provider.introspection = std::make_shared<const Introspection>(
        IntrospectionSettings{.issuer = kIssuer,
                              .url = "https://issuer.example/introspect",
                              .authorization = Secret("Basic x"),
                              .cache_time = 30s},
        [this](fetch::Request request, fetch::Transfers::Done done) {
          asked.push_back(std::move(request));
          waiting.push_back(std::move(done));
          fake.loop.post([this] { give(); });
        },
        fake.clock, 1u);
  }
  static std::shared_ptr<const IssuerKeys> keys_of(std::shared_ptr<const jose::KeySet> set) {
    return std::make_shared<const IssuerKeys>(
        std::make_shared<const TrustedKeys>(std::move(set), 1));
  }
  static Result<fetch::Answer> answer_of(std::string body) {
    fetch::Answer out;
    out.body = std::move(body);
    return out;
  }
  void give() {
    if (waiting.empty()) return;
    auto done = std::move(waiting.back());
    waiting.pop_back();
    done(answer);
  }
  std::unique_ptr<JwtPolicy> make_policy() {
    return std::make_unique<JwtPolicy>(Settings{Mode::strict, exchange::Location(), {provider}},
                                       std::make_shared<const TokenMemory>(1));
  }
  // The subject, or the code of the refusal.
  std::string outcome(const JwtPolicy& policy, const std::string& token) {
    fake.exchange.reset();
    fake.add_header("authorization", "Bearer " + token);
    auto verdict = policy.on_request(fake.exchange);
    if (verdict && *verdict == Verdict::wait)
      verdict = net::run(fake.loop, policy.resume(fake.exchange));
    if (!verdict) return verdict.error().code;
    return std::string(fake.exchange.facts.identity->subject());
  }
  std::string outcome(const std::string& token) { return outcome(*make_policy(), token); }
};

TEST_F(Asking, believes_what_the_issuer_says_for_a_while) {
  const auto policy = make_policy();
  EXPECT_EQ(outcome(*policy, "opaque +token"), "alice");
  ASSERT_EQ(asked.size(), 1u);
  EXPECT_EQ(asked[0].form.reveal(), "token=opaque%20%2Btoken&token_type_hint=access_token");
  EXPECT_EQ(asked[0].authorization.reveal(), "Basic x");
  EXPECT_EQ(outcome(*policy, "opaque +token"), "alice");
  EXPECT_EQ(asked.size(), 1u);
  fake.clock.advance(30s);
  EXPECT_EQ(outcome(*policy, "opaque +token"), "alice");
  EXPECT_EQ(asked.size(), 2u);
  EXPECT_EQ(outcome(*policy, "another"), "alice");
  EXPECT_EQ(asked.size(), 3u);
}

TEST_F(Asking, refuses_what_is_not_active_and_remembers_that_too) {
  answer = answer_of(R"({"active":false})");
  const auto policy = make_policy();
  EXPECT_EQ(outcome(*policy, "opaque"), "jwt.inactive");
  EXPECT_EQ(outcome(*policy, "opaque"), "jwt.inactive");
  EXPECT_EQ(asked.size(), 1u);
}

TEST_F(Asking, never_takes_trouble_for_a_bad_token) {
  const auto policy = make_policy();
  for (const char* body : {"", "[]", "{}", R"({"active":"true"})", R"({"active":1})", "<html>"}) {
    answer = answer_of(body);
    EXPECT_EQ(outcome(*policy, "opaque"), "jwt.introspection_unavailable") << body;
  }
  answer = std::unexpected(Error{Blame::upstream, "fetch.timeout", ""});
  EXPECT_EQ(outcome(*policy, "opaque"), "jwt.introspection_unavailable");
  EXPECT_EQ(asked.size(), 7u);
}

TEST_F(Asking, holds_the_answer_against_the_usual_checks) {
  const auto judged = [&](const char* body) {
    answer = answer_of(body);
    return outcome(*make_policy(), "opaque" + std::to_string(asked.size()));
  };
  provider.unsigned_claims.audiences = {"api"};
  EXPECT_EQ(judged(R"({"active":true,"exp":1900000000})"), "jwt.missing_claim");
  EXPECT_EQ(judged(R"({"active":true,"exp":1900000000,"aud":"other"})"), "jwt.audience");
  EXPECT_EQ(judged(R"({"active":true,"exp":1900000000,"aud":["api"],"sub":"a"})"), "a");
  EXPECT_EQ(judged(R"({"active":true,"exp":1,"aud":"api"})"), "jwt.expired");
  EXPECT_EQ(judged(R"({"active":true,"aud":"api"})"), "jwt.missing_claim");
  EXPECT_EQ(judged(R"({"active":true,"exp":1900000000,"aud":"api","iss":"other"})"), "jwt.issuer");
  EXPECT_EQ(judged(R"({"active":true,"exp":1900000000,"aud":"api","cnf":{"jkt":"x"}})"),
            "jwt.unchecked_binding");
}

TEST_F(Asking, refuses_an_answer_that_has_expired_while_it_was_remembered) {
  answer = answer_of(R"({"active":true,"sub":"a","exp":)" + std::to_string(IssuerFake::now() - 55) +
                     "}");
  const auto policy = make_policy();
  EXPECT_EQ(outcome(*policy, "opaque"), "a");
  fake.clock.advance(10s);
  EXPECT_EQ(outcome(*policy, "opaque"), "jwt.expired");
  EXPECT_EQ(asked.size(), 1u);
}

TEST_F(Asking, asks_of_a_jwt_too_when_the_token_is_its_issuers) {
  EXPECT_EQ(outcome(ours.token()), "alice");
  EXPECT_EQ(asked.size(), 1u);
  EXPECT_EQ(outcome(IssuerFake("https://stranger.example").token()), "jwt.issuer");
  EXPECT_EQ(asked.size(), 1u);
}

TEST_F(Asking, asks_of_no_jwt_whose_issuer_has_keys_in_either_order) {
  Provider keyed;
  keyed.claims.issuer = kIssuer;
  keyed.keys = keys_of(jose::KeySet::parse(ours.jwks()).value());
  for (const auto& providers :
       {std::vector<Provider>{keyed, provider}, std::vector<Provider>{provider, keyed}}) {
    const JwtPolicy policy(Settings{Mode::strict, exchange::Location(), providers},
                           std::make_shared<const TokenMemory>(1));
    EXPECT_EQ(outcome(policy, ours.token()), "test-user");
    EXPECT_EQ(outcome(policy, IssuerFake(kIssuer).token()), "jwt.signature");
    EXPECT_EQ(outcome(policy, IssuerFake(kIssuer, "other-kid").token()), "jwt.unknown_key");
    EXPECT_EQ(asked.size(), 0u);
  }
  EXPECT_EQ(outcome(*make_policy(), "opaque"), "alice");
  EXPECT_EQ(asked.size(), 1u);
}

TEST_F(Asking, asks_once_for_all_who_wait) {
  const auto& introspection = *provider.introspection;
  net::CancelSlot cancel;
  for (int i = 0; i < 3; ++i) fake.loop.spawn(introspection.ask("opaque", fake.worker, cancel));
  net::run(fake.loop, introspection.ask("opaque", fake.worker, cancel));
  EXPECT_EQ(asked.size(), 1u);
  EXPECT_TRUE(introspection.find("opaque", fake.worker));
}

TEST_F(Asking, lets_go_who_is_cancelled) {
  const auto policy = make_policy();
  fake.exchange.reset();
  fake.add_header("authorization", "Bearer opaque");
  ASSERT_EQ(*policy->on_request(fake.exchange), Verdict::wait);
  fake.loop.post([this] { fake.exchange.cancel.cancel(); });
  const auto verdict = net::run(fake.loop, policy->resume(fake.exchange));
  EXPECT_EQ(verdict.error().code, std::string("http.client_gone"));
  net::run(fake.loop, net::sleep_for(fake.loop, 1ms));  // the answer finds nobody
}

TEST_F(Asking, asks_nobody_for_an_explanation) {
  exchange::Trace trace;
  fake.worker.trace = &trace;
  EXPECT_EQ(outcome("opaque"), "jwt.introspection_unavailable");
  EXPECT_EQ(trace.findings().back().step, "introspection");
  EXPECT_EQ(asked.size(), 0u);
}

std::string faults_of(const std::string& yaml) {
  exchange::LoadFake load(yaml);
  auto context = load.context();
  const auto store = context.states->keep<keys::Store>(
      {}, [&] { return std::make_shared<keys::Store>(context.clock); });
  const auto settings = settings_type(context).decode(load.root(), load.faults);
  return load.faults.has_errors() ? load.faults.text() : "";
}

TEST(IntrospectionConfig, may_stand_in_the_place_of_keys) {
  const std::string url = "{url: 'https://a.example/introspect'";
  EXPECT_EQ(faults_of("issuer: a\nintrospection: " + url + "}\n"), "");
  EXPECT_EQ(faults_of("issuer: a\nintrospection: " + url + ", clientId: me, clientSecret: x}\n"),
            "");
  EXPECT_NE(faults_of("issuer: a\n"), "");
  EXPECT_NE(faults_of("issuer: a\njwks: '{\"keys\":[]}'\nintrospection: " + url + "}\n"), "");
  EXPECT_TRUE(faults_of("issuer: a\nintrospection: " + url + ", clientId: me}\n")
                  .contains("belong together"));
  EXPECT_TRUE(faults_of("providers:\n- {issuer: a, introspection: " + url +
                        "}}\n- {issuer: b, introspection: " + url + "}}\n")
                  .contains("only one of them"));
}

}  // namespace
}  // namespace jg::policies::jwt
