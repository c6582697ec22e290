// policies/jwt/remarks.h - what a jwtAuth checks and does not check, in sentences for start-up and
// --validate-only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "exchange/policy.h"
#include "policies/jwt/settings.h"

namespace jg::policies::jwt {

// "2 keys: "a" (RS256), "b" (ES256)"
std::string describe_keys(const IssuerKeys& of_issuer);

// `key` is the policy's.
std::vector<exchange::Policy::Remark> describe(const Settings& settings, std::string_view key);

}  // namespace jg::policies::jwt
