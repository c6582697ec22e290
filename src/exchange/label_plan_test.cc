#include "exchange/label_plan.h"

#include <gtest/gtest.h>

#include "exchange/exchange_fake.h"
#include "exchange/load_fake.h"

namespace jg::exchange {
namespace {

struct Labels : ExchangeFake, testing::Test {
  LabelPlan plan_of(const std::string& yaml) {
    LoadFake load(yaml);
    auto labels = added_labels_type().decode(load.root(), load.faults);
    EXPECT_TRUE(labels) << load.faults.text();
    return {std::move(*labels), Surroundings{"gateway-0", {}, {}}};
  }
  std::vector<std::string_view> values_of(const LabelPlan& plan) {
    const auto values = plan.evaluate(exchange);
    return {values.begin(), values.end()};
  }
};

std::string faults_of(const std::string& yaml) {
  LoadFake load(yaml);
  const auto labels = added_labels_type().decode(load.root(), load.faults);
  EXPECT_EQ(labels.has_value(), !load.faults.has_errors());
  return load.faults.text();
}

TEST_F(Labels, have_a_value_for_each_name_in_its_order) {
  add_header("x-team", "blue");
  identify(R"({"sub":"ann","tier":2})");
  const LabelPlan plan = plan_of(
      "{team: 'request.headers[\"x-team\"]', sub: jwt.sub, tier: string(jwt.tier), pod: "
      "env.podName}");
  EXPECT_EQ(plan.names(), (std::vector<std::string>{"team", "sub", "tier", "pod"}));
  EXPECT_EQ(values_of(plan), (std::vector<std::string_view>{"blue", "ann", "2", "gateway-0"}));
}

TEST_F(Labels, are_empty_where_there_is_no_text) {
  identify(R"({"tier":2,"roles":["a"]})");
  const LabelPlan plan =
      plan_of("{a: jwt.tier, b: jwt.roles, c: jwt.none, d: metadata.x, e: 'jwt.roles[1]'}");
  EXPECT_EQ(values_of(plan), (std::vector<std::string_view>(5)));
}

TEST_F(Labels, hide_credentials) {
  add_header("authorization", "Bearer s3cret");
  add_header("x-other", "Bearer eyJhbGciOi.s.s");
  identify(R"({"sub":"ann"})");
  const LabelPlan plan = plan_of(
      "{a: request.headers.authorization, b: 'request.headers[\"x-other\"]', c: jwt.rawToken}");
  EXPECT_EQ(values_of(plan),
            (std::vector<std::string_view>{"<redacted>", "<redacted>", "<redacted>"}));
}

TEST(LabelPlan, refuses_names_that_no_label_can_have) {
  for (const char* name : {"user.name", "1st", "__name", "\"\"", "über"})
    EXPECT_NE(faults_of("{" + std::string(name) + ": jwt.sub}").find("expected a label's name"),
              std::string::npos)
        << name;
  for (const char* name : {"status", "route", "gen_ai_system", "gen_ai_token_type", "le"})
    EXPECT_NE(faults_of("{" + std::string(name) + ": jwt.sub}").find("of this name already"),
              std::string::npos)
        << name;
}

TEST(LabelPlan, refuses_more_labels_than_there_is_room_for) {
  std::string yaml = "{";
  for (int n = 0; n < 17; ++n) yaml += "l" + std::to_string(n) + ": jwt.sub, ";
  EXPECT_NE(faults_of(yaml + "}").find("at most 16 labels"), std::string::npos);
}

TEST(LabelPlan, warns_of_what_is_never_text) {
  EXPECT_EQ(
      faults_of("{code: response.code}"),
      "config.yaml:1:8: warning: code: is an int, and a label is text, so it is always `unknown`; "
      "string() makes text\n");
  EXPECT_EQ(faults_of("{code: string(response.code), tier: jwt.tier}"), "");
}

}  // namespace
}  // namespace jg::exchange
