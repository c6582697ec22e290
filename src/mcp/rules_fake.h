// mcp/rules_fake.h - an exchange that rules of mcpAuthorization are in force for, for tests.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "exchange/exchange_fake.h"
#include "exchange/load_fake.h"
#include "exchange/rules.h"

namespace jg::mcp {

struct RulesFake : exchange::ExchangeFake {
  // `yaml` is a list of rules.
  explicit RulesFake(const std::string& yaml) {
    exchange::LoadFake load("{rules: " + yaml + "}");
    rules = exchange::RuleSet::decode({load.root()}, load.context(), load.faults,
                                      exchange::Phase::message);
    EXPECT_TRUE(rules) << load.faults.text();
    exchange.facts.mcp_rules = rules.get();
    exchange.record.mcp.emplace();
  }

  std::shared_ptr<const exchange::RuleSet> rules;
};

}  // namespace jg::mcp
