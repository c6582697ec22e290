#include "policies/authorization/policy.h"

#include <gtest/gtest.h>

#include "exchange/exchange_fake.h"
#include "exchange/load_fake.h"
#include "policies/authorization/feature.h"

namespace jg::policies::authorization {
namespace {

std::shared_ptr<const exchange::Policy> load(const std::string& yaml) {
  exchange::LoadFake fake(yaml);
  std::vector<config::Node> levels;
  for (const config::Node level : fake.root().children()) levels.push_back(level);
  auto policy = authorization_feature().make(levels, fake.context(), fake.faults);
  EXPECT_TRUE(policy) << fake.faults.text();
  return policy;
}

TEST(Authorization, proceeds_or_refuses_as_the_rules_say) {
  const auto policy =
      load("[{rules: [{allow: 'request.path == \"/admin\" && jwt.groups.contains(\"admins\")'}]}]");
  exchange::ExchangeFake fake;
  fake.set_target("/admin");
  EXPECT_STREQ(policy->on_request(fake.exchange).error().code, "authorization.denied");
  fake.identify(R"({"groups":["admins"]})");
  EXPECT_EQ(policy->on_request(fake.exchange).value(), exchange::Verdict::proceed);
}

TEST(Authorization, adds_up_the_levels_of_a_phase) {
  const auto policy = load(
      "[{rules: [{allow: 'request.method == \"GET\"'}]}, {rules: [{deny: 'request.path == "
      "\"/x\"'}]}]");
  exchange::ExchangeFake fake;
  EXPECT_TRUE(policy->on_request(fake.exchange));
  fake.set_target("/x");
  EXPECT_FALSE(policy->on_request(fake.exchange));
}

TEST(Authorization, says_what_it_does_not_check) {
  using Kind = exchange::Policy::Remark::Kind;
  EXPECT_EQ(load("[{rules: ['1 == 1', {require: '1 == 1'}]}]")->remarks()[0].text,
            "authorization: 0 deny, 1 require and 1 allow rules");
  EXPECT_EQ(load("[{rules: ['1 == 1']}]")->remarks().size(), 1u);
  EXPECT_EQ(load("[{rules: []}]")->remarks()[1].kind, Kind::warns);
  EXPECT_EQ(load("[{rules: [{deny: '1 == 1'}]}]")->remarks()[1].kind, Kind::warns);
}

TEST(Authorization, is_no_policy_when_its_rules_do_not_compile) {
  exchange::LoadFake fake("{rules: [{allow: 'reqest.path'}]}");
  EXPECT_EQ(authorization_feature().make({fake.root()}, fake.context(), fake.faults), nullptr);
  EXPECT_TRUE(fake.faults.has_errors());
}

TEST(McpAuthorization, leaves_its_rules_to_the_backend) {
  exchange::LoadFake load("{rules: ['mcp.tool.name == \"echo\"']}");
  const auto policy = mcp_authorization_feature().make({load.root()}, load.context(), load.faults);
  ASSERT_TRUE(policy) << load.faults.text();
  EXPECT_EQ(load.faults.text(), "");
  exchange::ExchangeFake fake;
  EXPECT_EQ(policy->on_request(fake.exchange).value(), exchange::Verdict::proceed);
  ASSERT_NE(fake.exchange.facts.mcp_rules, nullptr);
  EXPECT_EQ(policy->remarks()[0].text, "mcpAuthorization: 0 deny, 0 require and 1 allow rules");
}

}  // namespace
}  // namespace jg::policies::authorization
