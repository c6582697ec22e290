#include "policies/request_headers/policy.h"

#include <gtest/gtest.h>

#include "exchange/exchange_fake.h"
#include "exchange/load_fake.h"
#include "policies/request_headers/feature.h"

namespace jg::policies::request_headers {
namespace {

std::shared_ptr<const exchange::Policy> load(const std::string& yaml) {
  exchange::LoadFake fake(yaml);
  const auto feature = request_header_modifier_feature();
  auto policy = feature.make({fake.root()}, fake.context(), fake.faults);
  EXPECT_EQ(policy == nullptr, fake.faults.has_errors()) << fake.faults.text();
  return policy;
}

TEST(RequestHeaderModifier, changes_the_request) {
  const auto policy = load("{set: {x-a: new}, remove: [x-b]}");
  exchange::ExchangeFake fake;
  fake.add_header("x-a", "old");
  fake.add_header("x-b", "gone");
  EXPECT_EQ(policy->on_request(fake.exchange).value(), exchange::Verdict::proceed);
  policy->on_response(fake.exchange);
  EXPECT_EQ(fake.exchange.request.fields.find("x-a"), "new");
  EXPECT_FALSE(fake.exchange.request.fields.has("x-b"));
  EXPECT_TRUE(fake.exchange.response.head.fields.empty());
}

TEST(RequestHeaderModifier, says_which_fields_it_changes) {
  EXPECT_EQ(load("remove: [server]")->remarks()[0].text, "requestHeaderModifier: removes server");
}

TEST(RequestHeaderModifier, is_no_policy_when_an_edit_is_at_fault) {
  EXPECT_EQ(load("set: {content-length: '1'}"), nullptr);
}

}  // namespace
}  // namespace jg::policies::request_headers
