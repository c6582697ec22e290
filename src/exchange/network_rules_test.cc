#include "exchange/network_rules.h"

#include <gtest/gtest.h>

#include "exchange/exchange_fake.h"
#include "exchange/load_fake.h"

namespace jg::exchange {
namespace {

std::string decided(const std::string& yaml, std::string_view address) {
  LoadFake load(yaml);
  const auto rules = network_rules_type(load.context()).decode(load.root(), load.faults);
  if (!rules) return load.faults.text();
  ExchangeFake fake;
  fake.exchange.source = {address, 40000};
  const auto result = evaluate_network_rules(**rules, fake.exchange);
  return result ? "let on" : result.error().code;
}

constexpr const char* kPrivate = R"(rules: ['cidr("10.0.0.0/8").containsIP(source.address)'])";

TEST(NetworkRules, let_on_whom_a_rule_allows) {
  EXPECT_EQ(decided(kPrivate, "10.1.2.3"), "let on");
  EXPECT_EQ(decided(kPrivate, "192.0.2.1"), "connection.denied");
}

TEST(NetworkRules, deny_by_address) {
  const std::string yaml = R"(rules: [{deny: 'source.address == "192.0.2.1"'}])";
  EXPECT_EQ(decided(yaml, "192.0.2.1"), "connection.denied");
  EXPECT_EQ(decided(yaml, "192.0.2.2"), "let on");
}

TEST(NetworkRules, may_not_read_what_only_a_request_has) {
  EXPECT_EQ(decided(R"(rules: ['request.path == "/"'])", "192.0.2.1"),
            "config.yaml:1:10: rules[0]: 'request' is not known yet when this is asked; what is: "
            "source, destination, env\n"
            "  request.path == \"/\"\n"
            "  ^~~~~~~\n");
}

}  // namespace
}  // namespace jg::exchange
