#include "jose/claims.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "jose/codes.h"

namespace jg::jose {
namespace {

constexpr std::chrono::sys_seconds kNow{std::chrono::seconds(1'800'000'000)};

const ClaimsPolicy kPolicy{.issuer = "https://idp.example", .audiences = {"api", "web"}};

// A table row: claims in JSON, what checking them says; empty for good.
struct Row {
  std::string claims;
  std::string code;
};

std::string code_of(std::string_view claims, const ClaimsPolicy& policy, SystemTime now = kNow) {
  const auto document = json::Document::parse(claims);
  EXPECT_TRUE(document) << claims;
  if (!document) return "no JSON";
  const auto checked = check_claims({{}, document->root()}, policy, now);
  return checked ? "" : checked.error().code;
}

void expect_all(const std::vector<Row>& rows, const ClaimsPolicy& policy) {
  for (const Row& row : rows) EXPECT_EQ(code_of(row.claims, policy), row.code) << row.claims;
}

// Good but for what a row adds.
std::string with(std::string_view more) {
  return R"({"iss":"https://idp.example","aud":"api")" + std::string(more.empty() ? "" : ",") +
         std::string(more) + "}";
}

TEST(Claims, hold_when_everything_fits) {
  EXPECT_EQ(code_of(with(R"("exp":1800000000,"nbf":1800000000,"iat":1,"sub":"a")"), kPolicy), "");
}

TEST(Claims, need_an_object) {
  EXPECT_EQ(code_of("[]", kPolicy), codes::kMalformed);
  EXPECT_STREQ(check_claims({}, kPolicy, kNow).error().code, codes::kMalformed);
}

TEST(Claims, expire_one_second_after_the_leeway) {
  expect_all({{with(R"("exp":1799999941)"), ""},  // now - 59
              {with(R"("exp":1799999940)"), ""},  // now - 60: equality passes
              {with(R"("exp":1799999939)"), codes::kExpired},
              {with(R"("exp":1799999940.5)"), ""},
              {with(R"("exp":1799999939.9)"), codes::kExpired},
              {with(R"("exp":0)"), codes::kExpired},
              {with(R"("exp":1.7e9)"), codes::kExpired}},
             kPolicy);
}

TEST(Claims, stay_good_through_the_last_second) {
  const auto late = kNow + std::chrono::milliseconds(999);
  EXPECT_EQ(code_of(with(R"("exp":1799999940)"), kPolicy, late), "");
  EXPECT_EQ(code_of(with(R"("exp":1799999940)"), kPolicy, kNow + std::chrono::seconds(1)),
            codes::kExpired);
}

TEST(Claims, begin_one_leeway_early) {
  expect_all({{with(R"("exp":1900000000,"nbf":1800000060)"), ""},
              {with(R"("exp":1900000000,"nbf":1800000061)"), codes::kNotYetValid},
              {with(R"("exp":1900000000,"nbf":1800000060.5)"), codes::kNotYetValid},
              {with(R"("exp":1900000000,"nbf":0)"), ""},
              {with(R"("exp":1900000000,"nbf":1e300)"), codes::kNotYetValid}},
             kPolicy);
}

TEST(Claims, know_no_leeway_when_it_is_zero) {
  ClaimsPolicy policy = kPolicy;
  policy.leeway = std::chrono::seconds(0);
  expect_all({{with(R"("exp":1800000000)"), ""},
              {with(R"("exp":1799999999)"), codes::kExpired},
              {with(R"("exp":1900000000,"nbf":1800000001)"), codes::kNotYetValid}},
             policy);
}

TEST(Claims, take_numbers_of_any_size_without_overflow) {
  ClaimsPolicy policy = kPolicy;
  policy.leeway = std::chrono::seconds::max();
  for (const char* number : {"9007199254740993", "9223372036854775807", "9223372036854775808",
                             "18446744073709551615", "1e300", "1.5"}) {
    EXPECT_EQ(code_of(with(R"("exp":)" + std::string(number)), policy), "") << number;
    EXPECT_EQ(code_of(with(R"("exp":1900000000,"nbf":)" + std::string(number)), policy),
              std::atof(number) > 1e19 ? codes::kNotYetValid : "")
        << number;
  }
  EXPECT_EQ(code_of(with(R"("exp":1e300)"), kPolicy), "");
}

TEST(Claims, refuse_dates_that_are_none) {
  for (const char* claim : {"exp", "nbf", "iat"})
    for (const char* value :
         {"-1", "-0.5", "\"1900000000\"", "null", "true", "[1900000000]", "{}"}) {
      const std::string member = std::string(1, '"') + claim + "\":" + value;
      const std::string rest = std::string(claim) == "exp" ? "" : R"("exp":1900000000,)";
      EXPECT_EQ(code_of(with(rest + member), kPolicy), codes::kMalformedClaim) << member;
    }
}

TEST(Claims, check_exp_even_when_it_is_not_required) {
  ClaimsPolicy policy = kPolicy;
  policy.required = {};
  expect_all({{with(""), ""},
              {with(R"("exp":1)"), codes::kExpired},
              {with(R"("exp":"x")"), codes::kMalformedClaim}},
             policy);
}

TEST(Claims, require_claims_of_any_name) {
  ClaimsPolicy policy = kPolicy;
  policy.required = {"exp", "tenant"};
  expect_all({{with(R"("exp":1900000000)"), codes::kMissingClaim},
              {with(R"("exp":1900000000,"tenant":null)"), codes::kMissingClaim},
              {with(R"("exp":1900000000,"tenant":0)"), ""},
              {with(R"("tenant":"t")"), codes::kMissingClaim}},
             policy);
}

TEST(Claims, compare_the_issuer_byte_for_byte) {
  const std::string rest = R"(,"aud":"api","exp":1900000000})";
  const auto iss = [&](std::string_view value) { return R"({"iss":)" + std::string(value) + rest; };
  expect_all({{R"({"aud":"api","exp":1900000000})", codes::kMissingClaim},
              {iss(R"("https://idp.example")"), ""},
              {iss(R"("https:\/\/idp.example")"), ""},
              {iss(R"("https://idp.example/")"), codes::kIssuer},
              {iss(R"("https://idp.exampl")"), codes::kIssuer},
              {iss(R"("HTTPS://idp.example")"), codes::kIssuer},
              {iss(R"("https://\u0456dp.example")"), codes::kIssuer},
              {iss(R"("https://idp.example\u0000")"), codes::kIssuer},
              {iss(R"("")"), codes::kIssuer},
              {iss(R"(["https://idp.example"])"), codes::kMalformedClaim},
              {iss("null"), codes::kMalformedClaim},
              {iss("1"), codes::kMalformedClaim}},
             kPolicy);
}

TEST(Claims, take_any_of_the_audiences) {
  const auto aud = [](std::string_view value) {
    return R"({"iss":"https://idp.example","exp":1900000000,"aud":)" + std::string(value) + "}";
  };
  expect_all({{R"({"iss":"https://idp.example","exp":1900000000})", codes::kMissingClaim},
              {aud(R"("api")"), ""},
              {aud(R"("web")"), ""},
              {aud(R"(["other","web"])"), ""},
              {aud(R"("API")"), codes::kAudience},
              {aud(R"("api ")"), codes::kAudience},
              {aud(R"("api,web")"), codes::kAudience},
              {aud(R"("")"), codes::kAudience},
              {aud("[]"), codes::kAudience},
              {aud(R"(["other"])"), codes::kAudience},
              {aud(R"([["api"]])"), codes::kMalformedClaim},
              {aud(R"(["api",1])"), codes::kMalformedClaim},
              {aud("null"), codes::kMalformedClaim},
              {aud(R"({"api":true})"), codes::kMalformedClaim},
              {aud("7"), codes::kMalformedClaim}},
             kPolicy);
}

TEST(Claims, leave_the_audience_alone_when_none_is_configured) {
  ClaimsPolicy policy = kPolicy;
  policy.audiences = {};
  expect_all({{R"({"iss":"https://idp.example","exp":1900000000})", ""},
              {R"({"iss":"https://idp.example","exp":1900000000,"aud":7})", ""}},
             policy);
}

TEST(Claims, need_sub_to_be_a_string_when_it_is_there) {
  expect_all({{with(R"("exp":1900000000,"sub":7)"), codes::kMalformedClaim},
              {with(R"("exp":1900000000,"sub":null)"), codes::kMalformedClaim},
              {with(R"("exp":1900000000,"sub":"")"), ""}},
             kPolicy);
}

TEST(Claims, name_audiences_wherever_it_is_configured) {
  ClaimsPolicy policy = kPolicy;
  policy.audience_claims = {"aud", "client_id", "azp"};
  const auto token = [](std::string_view members) {
    return R"({"iss":"https://idp.example","exp":1900000000,)" + std::string(members) + "}";
  };
  expect_all({{token(R"("sub":"a")"), codes::kMissingClaim},
              {token(R"("aud":"api")"), ""},
              {token(R"("client_id":"web")"), ""},
              {token(R"("aud":"other","azp":"web")"), ""},
              {token(R"("aud":"other","client_id":"third")"), codes::kAudience},
              {token(R"("aud":"api","azp":7)"), codes::kMalformedClaim},
              {token(R"("aud":["api"],"client_id":null)"), codes::kMalformedClaim}},
             policy);
}

TEST(Claims, name_all_audiences_where_one_is_not_enough) {
  ClaimsPolicy policy = kPolicy;
  policy.audience_match = AudienceMatch::all;
  const auto aud = [](std::string_view value) {
    return R"({"iss":"https://idp.example","exp":1900000000,"aud":)" + std::string(value) + "}";
  };
  expect_all({{aud(R"(["web","other","api"])"), ""},
              {aud(R"(["api"])"), codes::kAudience},
              {aud(R"("api")"), codes::kAudience},
              {aud("[]"), codes::kAudience},
              {aud(R"(["api","web",1])"), codes::kMalformedClaim}},
             policy);
}

ClaimsPolicy two_tenants() {
  ClaimsPolicy policy = kPolicy;
  policy.issuer = "https://idp.example/{tenant}";
  policy.issuers = {{"https://idp.example/a", "a"}, {"https://idp.example/b", "b"}};
  return policy;
}

std::string from(std::string_view issuer, std::string_view more = "") {
  return R"({"aud":"api","exp":1900000000,"iss":")" + std::string(issuer) + "\"" +
         std::string(more) + "}";
}

TEST(Claims, come_from_one_of_several_issuers_and_from_no_template) {
  expect_all({{from("https://idp.example/a"), ""},
              {from("https://idp.example/b"), ""},
              {from("https://idp.example/c"), codes::kIssuer},
              {from("https://idp.example/"), codes::kIssuer},
              {from("https://idp.example/a/b"), codes::kIssuer},
              {from("https://idp.example/{tenant}"), codes::kIssuer}},
             two_tenants());
}

TEST(Claims, name_the_tenant_of_their_issuer) {
  ClaimsPolicy policy = two_tenants();
  policy.tenant_claim = "tid";
  expect_all({{from("https://idp.example/a", R"(,"tid":"a")"), ""},
              {from("https://idp.example/a", R"(,"tid":"b")"), codes::kIssuer},
              {from("https://idp.example/b", R"(,"tid":["b"])"), codes::kIssuer},
              {from("https://idp.example/a"), codes::kMissingClaim}},
             policy);
}

TEST(Claims, are_bound_to_no_key_that_is_not_checked) {
  ClaimsPolicy policy = kPolicy;
  const std::string bound = with(R"("exp":1900000000,"cnf":{"jkt":"x"})");
  const std::string empty = with(R"("exp":1900000000,"cnf":null)");
  EXPECT_EQ(code_of(bound, policy), codes::kUncheckedBinding);
  EXPECT_EQ(code_of(empty, policy), codes::kUncheckedBinding);
  policy.bound_tokens = BoundTokens::accept;
  EXPECT_EQ(code_of(bound, policy), "");
}

TEST(Claims, live_no_longer_than_they_may) {
  ClaimsPolicy policy = kPolicy;
  policy.max_lifetime = std::chrono::seconds(600);
  expect_all({{with(R"("exp":1800000500,"iat":1799999900)"), ""},
              {with(R"("exp":1800000501,"iat":1799999900)"), codes::kLifetime},
              {with(R"("exp":1800000500)"), codes::kMissingClaim},
              {with(R"("exp":1800000660,"iat":1800000060)"), ""},
              {with(R"("exp":1800000661,"iat":1800000061)"), codes::kNotYetValid},
              {with(R"("exp":1e300,"iat":0)"), codes::kLifetime}},
             policy);
  policy.required = {};
  EXPECT_EQ(code_of(with(R"("iat":1800000000)"), policy), codes::kMissingClaim);
}

TEST(Claims, grow_no_older_than_they_may) {
  ClaimsPolicy policy = kPolicy;
  policy.max_age = std::chrono::seconds(600);
  expect_all({{with(R"("exp":1900000000,"iat":1799999340)"), ""},  // 600 and the leeway
              {with(R"("exp":1900000000,"iat":1799999339)"), codes::kTooOld},
              {with(R"("exp":1900000000,"iat":1800000060)"), ""},
              {with(R"("exp":1900000000,"iat":1800000061)"), codes::kNotYetValid},
              {with(R"("exp":1900000000)"), codes::kMissingClaim}},
             policy);
  policy.leeway = std::chrono::seconds(0);
  EXPECT_EQ(code_of(with(R"("exp":1900000000,"iat":1799999399)"), policy), codes::kTooOld);
}

TEST(Claims, do_not_look_at_iat_unless_they_must) {
  EXPECT_EQ(code_of(with(R"("exp":1900000000,"iat":1900000000)"), kPolicy), "");
}

std::string code_of_header(const TokenHeader& header, const ClaimsPolicy& policy) {
  const auto document = json::Document::parse(with(R"("exp":1900000000)"));
  const auto checked = check_claims({header, document->root()}, policy, kNow);
  return checked ? "" : checked.error().code;
}

TEST(Claims, come_with_a_type_that_is_listed) {
  ClaimsPolicy policy = kPolicy;
  policy.types = {"at+jwt", "jwt"};
  struct TypeRow {
    const char* typ;
    const char* code;
  };
  for (const TypeRow& row : {TypeRow{"at+jwt", ""},
                             {"AT+JWT", ""},
                             {"application/at+jwt", ""},
                             {"JWT", ""},
                             {"id+jwt", codes::kType},
                             {"", codes::kType},
                             {"x/at+jwt", codes::kType},
                             {"application/x/at+jwt", codes::kType}})
    EXPECT_EQ(code_of_header({.type = plain_type(row.typ)}, policy), row.code) << row.typ;
  EXPECT_EQ(code_of_header({}, policy), codes::kType);
  EXPECT_EQ(code_of_header({}, kPolicy), "");
}

TEST(Claims, are_signed_by_an_algorithm_that_is_listed) {
  ClaimsPolicy policy = kPolicy;
  policy.algorithms = AlgorithmSet{Algorithm::es256, Algorithm::ps256};
  EXPECT_EQ(code_of_header({Algorithm::es256}, policy), "");
  EXPECT_EQ(code_of_header({Algorithm::rs256}, policy), codes::kAlgorithm);
}

TEST(Claims, tell_nothing_of_the_token_in_an_error) {
  const auto document = json::Document::parse(
      R"({"iss":"s3cret","aud":"s3cret","exp":1,"iat":1,"cnf":"s3cret","tid":"s3cret"})");
  ClaimsPolicy policy = two_tenants();
  policy.tenant_claim = "tid";
  policy.types = {"jwt"};
  policy.required = {"other"};
  policy.max_age = policy.max_lifetime = std::chrono::seconds(1);
  for (const ClaimCheck& check : claim_checks()) {
    const auto checked = check.run({{.type = "s3cret"}, document->root()}, policy, kNow);
    if (!checked) {
      EXPECT_EQ(checked.error().detail.find("s3cret"), std::string::npos) << check.name;
    }
  }
}

TEST(ClaimChecks, fail_one_each_under_their_names) {
  const auto failed = [](std::string_view claims) {
    const auto document = json::Document::parse(claims);
    std::string out;
    for (const ClaimCheck& check : claim_checks())
      if (!check.run({{}, document->root()}, kPolicy, kNow)) out += std::string(check.name) + " ";
    return out;
  };
  EXPECT_EQ(failed(with(R"("exp":1800000000)")), "");
  EXPECT_EQ(failed(with(R"("exp":1800000000,"sub":1)")), "types ");
  EXPECT_EQ(failed(with("")), "required ");
  EXPECT_EQ(failed(with(R"("exp":1)")), "times ");
  EXPECT_EQ(failed(R"({"iss":"x","aud":"y","exp":1})"), "issuer audience times ");
}

TEST(ClaimChecks, say_what_they_ask_and_read) {
  const ClaimsPolicy open{
      .issuer = "i", .required = {}, .bound_tokens = BoundTokens::accept, .leeway = {}};
  ClaimsPolicy strict = kPolicy;
  strict.types = {"jwt"};
  strict.algorithms = AlgorithmSet{Algorithm::es256};
  strict.max_age = strict.max_lifetime = std::chrono::seconds(60);
  std::string asked;
  for (const ClaimCheck& check : claim_checks()) {
    EXPECT_FALSE(check.asks(strict).empty()) << check.name;
    if (!check.asks(open).empty()) asked += std::string(check.name) + " ";
  }
  EXPECT_EQ(asked, "types issuer times ");
}

}  // namespace
}  // namespace jg::jose
