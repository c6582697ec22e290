#include "policies/cors/policy.h"

#include <gtest/gtest.h>

#include "exchange/exchange_fake.h"
#include "exchange/load_fake.h"
#include "policies/cors/feature.h"

namespace jg::policies::cors {
namespace {

using exchange::Verdict;

std::shared_ptr<const exchange::Policy> load(exchange::LoadFake& fake) {
  auto policy = cors_feature().make({fake.root()}, fake.context(), fake.faults);
  EXPECT_EQ(policy == nullptr, fake.faults.has_errors()) << fake.faults.text();
  return policy;
}

struct Asking {
  exchange::LoadFake loaded;
  std::shared_ptr<const exchange::Policy> policy;
  exchange::ExchangeFake fake;

  explicit Asking(const std::string& yaml) : loaded(yaml), policy(load(loaded)) {}

  Verdict ask(std::string_view method, std::string_view origin,
              std::initializer_list<http::Field> more = {}) {
    fake.exchange.reset();
    fake.exchange.request.method = method;
    if (!origin.empty()) fake.add_header("origin", origin);
    for (const http::Field& field : more) fake.add_header(field.name, field.value);
    const auto verdict = policy->on_request(fake.exchange);
    policy->on_response(fake.exchange);
    return verdict.value();
  }
  Verdict preflight(std::string_view origin, std::string_view method = "PUT") {
    return ask("OPTIONS", origin, {{"access-control-request-method", method}});
  }
  std::string told(const std::string& name) {
    const auto value = fake.exchange.response.head.fields.find("access-control-" + name);
    return value ? std::string(*value) : "-";
  }
  bool told_nothing() { return fake.exchange.response.head.fields.empty(); }
};

constexpr const char* kUsual =
    "{allowOrigins: ['https://a.example'], allowMethods: [GET, PUT], allowHeaders: [x-a, x-b],"
    " exposeHeaders: [x-c], maxAge: 10m}";

TEST(Cors, answers_the_preflight_of_an_allowed_origin) {
  Asking asking(kUsual);
  EXPECT_EQ(asking.preflight("https://a.example"), Verdict::answered);
  EXPECT_EQ(asking.fake.exchange.response.head.status, 200);
  EXPECT_EQ(asking.told("allow-origin"), "https://a.example");
  EXPECT_EQ(asking.told("allow-methods"), "GET, PUT");
  EXPECT_EQ(asking.told("allow-headers"), "x-a, x-b");
  EXPECT_EQ(asking.told("max-age"), "600");
  EXPECT_EQ(asking.told("allow-credentials"), "-");
  EXPECT_STREQ(asking.fake.exchange.record.reason, "DirectResponse");
}

TEST(Cors, answers_the_preflight_of_another_origin_without_permission) {
  Asking asking(kUsual);
  EXPECT_EQ(asking.preflight("https://b.example"), Verdict::answered);
  EXPECT_EQ(asking.fake.exchange.response.head.status, 200);
  EXPECT_TRUE(asking.told_nothing());
  EXPECT_EQ(asking.preflight("null"), Verdict::answered);
  EXPECT_TRUE(asking.told_nothing());
}

TEST(Cors, answers_any_options_of_an_allowed_origin_only) {
  Asking asking(kUsual);
  EXPECT_EQ(asking.ask("OPTIONS", "https://a.example"), Verdict::answered);
  EXPECT_EQ(asking.ask("OPTIONS", "https://b.example"), Verdict::proceed);
  EXPECT_EQ(asking.preflight("https://b.example", ""), Verdict::proceed);
  EXPECT_EQ(asking.ask("OPTIONS", ""), Verdict::proceed);
}

TEST(Cors, marks_the_answer_to_an_allowed_origin) {
  Asking asking(kUsual);
  EXPECT_EQ(asking.ask("GET", "https://a.example"), Verdict::proceed);
  EXPECT_EQ(asking.told("allow-origin"), "https://a.example");
  EXPECT_EQ(asking.told("expose-headers"), "x-c");
  EXPECT_EQ(asking.told("allow-methods"), "-");
  EXPECT_EQ(asking.fake.exchange.response.head.fields.find("vary"), "origin");
  EXPECT_EQ(asking.ask("GET", "https://b.example"), Verdict::proceed);
  EXPECT_TRUE(asking.told_nothing());
  EXPECT_EQ(asking.ask("GET", ""), Verdict::proceed);
  EXPECT_TRUE(asking.told_nothing());
}

TEST(Cors, takes_two_origins_for_none) {
  Asking asking("{allowOrigins: ['*']}");
  EXPECT_EQ(asking.ask("GET", "https://a.example", {{"origin", "https://b.example"}}),
            Verdict::proceed);
  EXPECT_TRUE(asking.told_nothing());
}

TEST(Cors, puts_its_word_in_the_place_of_the_backends) {
  Asking asking(kUsual);
  asking.ask("GET", "https://a.example");
  http::Fields& fields = asking.fake.exchange.response.head.fields;
  fields.clear();
  fields.add("access-control-allow-origin", "*");
  fields.add("vary", "Accept, Origin");
  asking.policy->on_response(asking.fake.exchange);
  EXPECT_EQ(fields.count("access-control-allow-origin"), 1u);
  EXPECT_EQ(asking.told("allow-origin"), "https://a.example");
  EXPECT_EQ(fields.count("vary"), 1u);
}

TEST(Cors, echoes_what_is_asked_for_when_all_is_allowed) {
  Asking asking("{allowOrigins: ['*'], allowMethods: ['*'], allowHeaders: ['*']}");
  EXPECT_EQ(asking.ask("OPTIONS", "https://a.example",
                       {{"access-control-request-method", "PUT"},
                        {"access-control-request-headers", "x-1, x-2"}}),
            Verdict::answered);
  EXPECT_EQ(asking.told("allow-origin"), "https://a.example");
  EXPECT_EQ(asking.told("allow-methods"), "PUT");
  EXPECT_EQ(asking.told("allow-headers"), "x-1, x-2");
  asking.ask("OPTIONS", "https://a.example");
  EXPECT_EQ(asking.told("allow-methods"), "*");
}

TEST(Cors, allows_credentials_only_when_told) {
  Asking asking("{allowOrigins: ['*'], allowMethods: ['*'], allowCredentials: true}");
  asking.ask("OPTIONS", "https://a.example");
  EXPECT_EQ(asking.told("allow-credentials"), "true");
  EXPECT_EQ(asking.told("allow-methods"), "-");  // `*` means no wildcard with credentials
  asking.ask("GET", "https://a.example");
  EXPECT_EQ(asking.told("allow-credentials"), "true");
  EXPECT_EQ(asking.policy->remarks()[1].kind, exchange::Policy::Remark::Kind::warns);
}

TEST(Cors, allows_nobody_without_origins) {
  Asking asking("{allowMethods: [GET]}");
  EXPECT_EQ(asking.preflight("https://a.example"), Verdict::answered);
  EXPECT_TRUE(asking.told_nothing());
}

TEST(Cors, tells_what_is_wrong_with_its_configuration) {
  for (const char* yaml : {"{allowMethods: ['a b']}", "{allowHeaders: ['']}", "{maxAge: soon}",
                           "{allowOrigins: x}", "{nosuch: 1}"}) {
    exchange::LoadFake fake(yaml);
    EXPECT_EQ(load(fake), nullptr) << yaml;
  }
  exchange::LoadFake odd("{allowOrigins: [a.example]}");
  EXPECT_NE(load(odd), nullptr);
  EXPECT_NE(odd.faults.text().find("is no origin"), std::string::npos);
}

}  // namespace
}  // namespace jg::policies::cors
