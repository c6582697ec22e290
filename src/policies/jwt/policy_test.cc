#include "policies/jwt/policy.h"

#include <gtest/gtest.h>

#include <array>

#include "exchange/exchange_fake.h"
#include "exchange/trace.h"
#include "policies/jwt/issuer_fake.h"
#include "telemetry/worker_metrics.h"

namespace jg::policies::jwt {
namespace {

using exchange::ExchangeFake;
using exchange::Verdict;

Provider provider(const IssuerFake& issuer, std::vector<std::string> audiences = {}) {
  jose::ClaimsPolicy claims;
  claims.issuer = issuer.issuer();
  claims.audiences = std::move(audiences);
  auto keys = jose::KeySet::parse(issuer.jwks()).value();
  return {std::move(claims), std::make_shared<const IssuerKeys>(
                                 std::make_shared<const TrustedKeys>(std::move(keys), 1))};
}

std::vector<Provider> providers(const std::vector<const IssuerFake*>& issuers) {
  std::vector<Provider> out;
  for (const IssuerFake* issuer : issuers) out.push_back(provider(*issuer));
  return out;
}

JwtPolicy policy(Mode mode, std::vector<Provider> accepted) {
  return JwtPolicy({mode, exchange::Location(), std::move(accepted)},
                   std::make_shared<const TokenMemory>(1));
}

// What became of a request that came with this Authorization header (none when empty).
struct Outcome {
  std::string code = {};     // empty: let through
  std::string subject = {};  // of the identity; "-" when there is none
  bool credential_is_left = false;
  friend bool operator==(const Outcome&, const Outcome&) = default;
  friend std::ostream& operator<<(std::ostream& out, const Outcome& o) {
    return out << "{code " << o.code << ", subject " << o.subject << ", credential "
               << (o.credential_is_left ? "left" : "gone") << "}";
  }
};

Outcome send(const JwtPolicy& policy, const std::string& authorization) {
  ExchangeFake fake;
  if (!authorization.empty()) fake.add_header("authorization", authorization);
  const auto verdict = policy.on_request(fake.exchange);
  Outcome out;
  if (!verdict) out.code = verdict.error().code;
  out.subject =
      fake.exchange.facts.identity ? std::string(fake.exchange.facts.identity->subject()) : "-";
  out.credential_is_left = fake.exchange.request.fields.has("authorization");
  return out;
}

TEST(JwtPolicy, obeys_the_mode_matrix_row_by_row) {
  const IssuerFake ours;
  const IssuerFake stranger("https://stranger.example");
  const IssuerFake forger("https://issuer.example");  // the same issuer and kid, another key
  const std::string payload = R"({"iss":"https://issuer.example","exp":1900000000,"aud":"api"})";
  const std::string none = "eyJhbGciOiJub25lIn0.e30.";

  struct Row {
    const char* what;
    std::string authorization;
    const char* code;         // in strict mode
    bool is_nothing = false;  // counts as no credential
  };
  const std::vector<Row> rows = {
      {"no header", "", "jwt.missing", true},
      {"another scheme", "Basic YTpi", "jwt.missing", true},
      {"a prefix without its space", "Bearer", "jwt.missing", true},
      {"not visible ASCII", "Bearer a\xff", "jwt.missing", true},
      {"an empty token", "Bearer ", "jwt.malformed"},
      {"not a token", "Bearer abc", "jwt.malformed"},
      {"two spaces", "Bearer  " + ours.token(R"("aud":"api")"), "jwt.malformed"},
      {"five parts", "Bearer a.b.c.d.e", "jwt.encrypted"},
      {"too long", "Bearer " + std::string(20'000, 'a'), "jwt.too_large"},
      {"algorithm none", "Bearer " + none, "jwt.algorithm"},
      {"unknown kid", "Bearer " + ours.sign(payload, "k2"), "jwt.unknown_key"},
      {"another key's signature", "Bearer " + forger.token(R"("aud":"api")"), "jwt.signature"},
      {"unknown issuer", "Bearer " + stranger.token(R"("aud":"api")"), "jwt.issuer"},
      {"no issuer", "Bearer " + ours.sign(R"({"exp":1900000000,"aud":"api"})"), "jwt.issuer"},
      {"issuer in an array",
       "Bearer " + ours.sign(R"({"iss":["https://issuer.example"],"exp":1900000000})"),
       "jwt.issuer"},
      {"wrong audience", "Bearer " + ours.token(R"("aud":"web")"), "jwt.audience"},
      {"no audience", "Bearer " + ours.token(""), "jwt.missing_claim"},
      {"expired", "Bearer " + ours.token(R"("aud":"api")", -61), "jwt.expired"},
      {"no exp", "Bearer " + ours.sign(R"({"iss":"https://issuer.example","aud":"api"})"),
       "jwt.missing_claim"},
      {"exp as text",
       "Bearer " + ours.sign(R"({"iss":"https://issuer.example","aud":"api","exp":"1900000000"})"),
       "jwt.malformed_claim"},
      {"nbf ahead",
       "Bearer " + ours.sign(R"({"iss":"https://issuer.example","aud":"api","exp":1900000000,)"
                             R"("nbf":1800000061})"),
       "jwt.not_yet_valid"},
  };
  std::vector<Provider> accepted;
  accepted.push_back(provider(ours, {"api"}));
  const JwtPolicy strict = policy(Mode::strict, accepted);
  const JwtPolicy optional = policy(Mode::optional, accepted);
  const JwtPolicy permissive = policy(Mode::permissive, accepted);
  for (const Row& row : rows) {
    const bool left = !row.authorization.empty();
    const Outcome refused{row.code, "-", left};
    const Outcome passed{"", "-", left};
    EXPECT_EQ(send(strict, row.authorization), refused) << row.what;
    EXPECT_EQ(send(optional, row.authorization), row.is_nothing ? passed : refused) << row.what;
    EXPECT_EQ(send(permissive, row.authorization), passed) << row.what;
  }
  for (const JwtPolicy* any : {&strict, &optional, &permissive})
    EXPECT_EQ(send(*any, "Bearer " + ours.token(R"("sub":"test-user","aud":["web","api"])")),
              (Outcome{"", "test-user", false}));
}

TEST(JwtPolicy, refuses_two_credentials_unless_permissive) {
  const IssuerFake ours;
  for (const auto& [mode, code] :
       {std::pair{Mode::strict, "jwt.ambiguous"}, std::pair{Mode::optional, "jwt.ambiguous"},
        std::pair{Mode::permissive, ""}}) {
    ExchangeFake fake;
    fake.add_header("authorization", "Bearer " + ours.token());
    fake.add_header("authorization", "Bearer " + ours.token());
    const auto verdict = policy(mode, providers({&ours})).on_request(fake.exchange);
    EXPECT_EQ(verdict ? "" : std::string(verdict.error().code), code) << name(mode);
    EXPECT_FALSE(fake.exchange.facts.identity) << name(mode);
    EXPECT_EQ(fake.exchange.request.fields.count("authorization"), 2u) << name(mode);
  }
}

TEST(JwtPolicy, takes_a_list_of_tokens_for_several) {
  const IssuerFake ours;
  const JwtPolicy strict = policy(Mode::strict, providers({&ours}));
  const std::string token = ours.token();
  EXPECT_EQ(send(strict, "Bearer " + token + ", Bearer " + token).code, "jwt.ambiguous");
  EXPECT_EQ(send(strict, "Bearer " + token + ",").code, "jwt.ambiguous");
}

TEST(JwtPolicy, counts_what_became_of_each_request) {
  const IssuerFake ours;
  telemetry::WorkerMetrics metrics(100, 0);
  const exchange::RouteInfo route{"default/a", ""};
  const auto ask = [&](const JwtPolicy& policy, const std::string& authorization) {
    ExchangeFake fake;
    fake.worker.metrics = &metrics;
    fake.exchange.route = &route;
    if (!authorization.empty()) fake.add_header("authorization", authorization);
    (void)policy.on_request(fake.exchange);
  };
  const auto count = [&](std::string_view issuer, std::string_view result,
                         std::string_view reason) {
    return metrics.token_requests.at({issuer, "default/a", result, reason}).read();
  };
  const JwtPolicy strict = policy(Mode::strict, providers({&ours}));
  const JwtPolicy permissive = policy(Mode::permissive, providers({&ours}));
  const std::string expired = "Bearer " + ours.token(R"("sub":"a")", -600);
  for (const JwtPolicy* policy : {&strict, &permissive}) {
    for (int i = 0; i < 2; ++i) ask(*policy, "Bearer " + ours.token());
    ask(*policy, expired);
    ask(*policy, "");
  }
  EXPECT_EQ(count(ours.issuer(), "accepted", "none"), 4u);
  EXPECT_EQ(count(ours.issuer(), "refused", "jwt.expired"), 1u);
  EXPECT_EQ(count(ours.issuer(), "passed", "jwt.expired"), 1u);
  EXPECT_EQ(count("", "refused", "jwt.missing"), 1u);
  EXPECT_EQ(count("", "passed", "jwt.missing"), 1u);
}

TEST(JwtPolicy, tells_an_explanation_of_every_check) {
  const IssuerFake ours;
  std::vector<Provider> accepted;
  accepted.push_back(provider(ours, {"api"}));
  const JwtPolicy strict = policy(Mode::strict, std::move(accepted));
  const std::string token = ours.token(R"("sub":"a","aud":"web")", -600);
  ExchangeFake fake;
  exchange::Trace trace{Secret(token)};
  fake.worker.trace = &trace;
  const auto verdict = strict.on_request(fake.exchange);
  ASSERT_FALSE(verdict);
  EXPECT_STREQ(verdict.error().code, "jwt.audience");
  std::string told;
  for (const exchange::Finding& finding : trace.findings()) {
    told += finding.step + (finding.code != nullptr ? std::string(" ") + finding.code : "") + "\n";
    EXPECT_EQ(finding.says.find(token.substr(token.rfind('.') + 1)), std::string::npos);
  }
  std::string wanted = "token\nform\nprovider\nkey\nsignature\n";
  for (const jose::ClaimCheck& check : jose::claim_checks()) {
    wanted += check.name;
    if (check.name == "audience") wanted += " jwt.audience";
    if (check.name == "times") wanted += " jwt.expired";
    wanted += '\n';
  }
  EXPECT_EQ(told, wanted);
}

TEST(JwtPolicy, leaves_an_identity_and_a_note_in_the_record) {
  const IssuerFake ours;
  const JwtPolicy strict = policy(Mode::strict, providers({&ours}));
  ExchangeFake fake;
  const std::string token = ours.token(R"("sub":"test-user","groups":["admins"])");
  fake.add_header("authorization", "bearer " + token);
  EXPECT_EQ(strict.on_request(fake.exchange).value(), Verdict::proceed);
  const auto& identity = fake.exchange.facts.identity;
  ASSERT_TRUE(identity);
  EXPECT_EQ(identity->issuer, "https://issuer.example");
  EXPECT_EQ(identity->root().find("groups")->dump(), R"(["admins"])");
  EXPECT_EQ(identity->token->reveal(), token);
  EXPECT_EQ(fake.exchange.record.jwt_subject, "test-user");
}

TEST(JwtPolicy, chooses_keys_by_issuer_and_then_by_id) {
  const IssuerFake first("https://one.example", "same-kid");
  const IssuerFake second("https://two.example", "same-kid");
  const JwtPolicy strict = policy(Mode::strict, providers({&first, &second}));
  EXPECT_EQ(send(strict, "Bearer " + first.token(R"("sub":"a")")), (Outcome{"", "a", false}));
  EXPECT_EQ(send(strict, "Bearer " + second.token(R"("sub":"b")")), (Outcome{"", "b", false}));
  // The keys of one issuer never vouch for another.
  EXPECT_EQ(
      send(strict, "Bearer " + first.sign(R"({"iss":"https://two.example","exp":1900000000})"))
          .code,
      "jwt.signature");
}

TEST(JwtPolicy, tries_every_provider_of_an_issuer_that_stands_twice) {
  const IssuerFake old_keys("https://issuer.example", "old");
  const IssuerFake new_keys("https://issuer.example", "new");
  const JwtPolicy strict = policy(Mode::strict, providers({&old_keys, &new_keys}));
  EXPECT_EQ(send(strict, "Bearer " + old_keys.token()).code, "");
  EXPECT_EQ(send(strict, "Bearer " + new_keys.token()).code, "");
  EXPECT_EQ(send(strict, "Bearer " + new_keys.token("", -100)).code, "jwt.expired");
}

TEST(JwtPolicy, checks_a_token_without_a_kid_against_the_issuers_keys) {
  const IssuerFake ours;
  const JwtPolicy strict = policy(Mode::strict, providers({&ours}));
  const std::string payload = R"({"iss":"https://issuer.example","exp":1900000000,"sub":"a"})";
  EXPECT_EQ(send(strict, "Bearer " + ours.sign_without_kid(payload)), (Outcome{"", "a", false}));
}

TEST(JwtPolicy, holds_times_with_the_leeway_to_the_second) {
  const IssuerFake ours;
  const JwtPolicy strict = policy(Mode::strict, providers({&ours}));
  EXPECT_EQ(send(strict, "Bearer " + ours.token("", -60)).code, "");
  EXPECT_EQ(send(strict, "Bearer " + ours.token("", -61)).code, "jwt.expired");
}

TEST(JwtPolicy, checks_again_what_an_earlier_policy_took_out) {
  const IssuerFake ours;
  const JwtPolicy gateway = policy(Mode::strict, providers({&ours}));
  const JwtPolicy route = policy(Mode::strict, providers({&ours}));
  std::vector<Provider> narrower;
  narrower.push_back(provider(ours, {"api"}));
  const JwtPolicy narrow = policy(Mode::strict, std::move(narrower));

  ExchangeFake fake;
  fake.add_header("authorization", "Bearer " + ours.token(R"("sub":"a","aud":"web")"));
  ASSERT_TRUE(gateway.on_request(fake.exchange));
  EXPECT_TRUE(route.on_request(fake.exchange));
  EXPECT_EQ(fake.exchange.facts.identity->subject(), "a");
  EXPECT_STREQ(narrow.on_request(fake.exchange).error().code, "jwt.audience");
}

TEST(JwtPolicy, finds_nothing_when_an_earlier_policy_trusts_another_issuer) {
  const IssuerFake ours;
  const IssuerFake other("https://other.example");
  const JwtPolicy gateway = policy(Mode::strict, providers({&other}));
  const JwtPolicy strict = policy(Mode::strict, providers({&ours}));
  const JwtPolicy optional = policy(Mode::optional, providers({&ours}));
  ExchangeFake fake;
  fake.add_header("authorization", "Bearer " + other.token());
  ASSERT_TRUE(gateway.on_request(fake.exchange));
  EXPECT_STREQ(strict.on_request(fake.exchange).error().code, "jwt.missing");
  EXPECT_TRUE(optional.on_request(fake.exchange));
  EXPECT_EQ(fake.exchange.facts.identity->issuer, "https://other.example");
}

TEST(JwtPolicy, refuses_every_token_without_providers_or_keys) {
  const IssuerFake ours;
  EXPECT_EQ(send(policy(Mode::strict, {}), "Bearer " + ours.token()).code, "jwt.issuer");
  std::vector<Provider> keyless;
  keyless.push_back(provider(ours));
  keyless[0].keys = std::make_shared<const IssuerKeys>(
      std::make_shared<const TrustedKeys>(std::make_shared<const jose::KeySet>(), 1));
  EXPECT_EQ(send(policy(Mode::strict, keyless), "Bearer " + ours.token()).code, "jwt.unknown_key");
}

TEST(JwtPolicy, fails_closed_on_a_worker_it_was_not_made_for) {
  const IssuerFake ours;
  const JwtPolicy none({Mode::strict, exchange::Location(), providers({&ours})},
                       std::make_shared<const TokenMemory>(0));
  EXPECT_EQ(send(none, "Bearer " + ours.token()).code, "internal");
}

TEST(JwtPolicy, never_says_the_token_or_its_claims_in_a_detail) {
  const IssuerFake ours;
  const JwtPolicy strict = policy(Mode::strict, providers({&ours}));
  const std::string token = ours.token(R"("sub":"private-subject")", -100);
  ExchangeFake fake;
  fake.add_header("authorization", "Bearer " + token);
  const auto verdict = strict.on_request(fake.exchange);
  ASSERT_FALSE(verdict);
  EXPECT_EQ(verdict.error().detail.find(token.substr(0, 20)), std::string::npos);
  EXPECT_EQ(verdict.error().detail.find("private-subject"), std::string::npos);
}

}  // namespace
}  // namespace jg::policies::jwt
