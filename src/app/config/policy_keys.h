// app/config/policy_keys.h - the keys under which policies stand, for each place that takes some.
//
// Owner: made from the registry before a configuration is decoded.
#pragma once

#include <string_view>
#include <vector>

#include "config/schema.h"

namespace jg::app {

using PolicyKeys = std::vector<config::DynamicKey>;
using PolicyValues = std::vector<config::DynamicValue>;

struct PlacePolicies {
  PolicyKeys offered;
  std::vector<std::string_view> not_yet;  // agentgateway's other ones, refused by name
};

struct PolicyPlaces {
  PlacePolicies gateway;  // and its listeners
  PlacePolicies llm;
  PlacePolicies route;
};

}  // namespace jg::app
