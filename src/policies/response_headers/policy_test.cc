#include "policies/response_headers/policy.h"

#include <gtest/gtest.h>

#include "exchange/exchange_fake.h"
#include "exchange/load_fake.h"
#include "policies/response_headers/feature.h"

namespace jg::policies::response_headers {
namespace {

std::shared_ptr<const exchange::Policy> load(const std::string& yaml) {
  exchange::LoadFake fake(yaml);
  const auto feature = response_header_modifier_feature();
  auto policy = feature.make({fake.root()}, fake.context(), fake.faults);
  EXPECT_EQ(policy == nullptr, fake.faults.has_errors()) << fake.faults.text();
  return policy;
}

TEST(ResponseHeaderModifier, changes_the_answer) {
  const auto policy = load("{set: {x-a: new}, remove: [server]}");
  exchange::ExchangeFake fake;
  fake.exchange.response.head.fields.add("server", "gone");
  EXPECT_EQ(policy->on_request(fake.exchange).value(), exchange::Verdict::proceed);
  EXPECT_TRUE(fake.exchange.request.fields.empty());
  policy->on_response(fake.exchange);
  EXPECT_EQ(fake.exchange.response.head.fields.find("x-a"), "new");
  EXPECT_FALSE(fake.exchange.response.head.fields.has("server"));
}

TEST(ResponseHeaderModifier, says_which_fields_it_changes) {
  EXPECT_EQ(load("remove: [server]")->remarks()[0].text, "responseHeaderModifier: removes server");
}

TEST(ResponseHeaderModifier, is_no_policy_when_an_edit_is_at_fault) {
  EXPECT_EQ(load("set: {content-length: '1'}"), nullptr);
}

}  // namespace
}  // namespace jg::policies::response_headers
