// policies/authorization/remarks.h - what an operator should know of a set of rules.
//
// Thread: any.
#pragma once

#include <string_view>
#include <vector>

#include "exchange/policy.h"
#include "exchange/rules.h"

namespace jg::policies::authorization {

// `key` is the policy's.
std::vector<exchange::Policy::Remark> remarks_on(const exchange::RuleSet& rules,
                                                 std::string_view key);

}  // namespace jg::policies::authorization
