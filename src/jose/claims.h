// jose/claims.h - whether a verified token fits a policy at a moment: pure functions.
//
// Thread: any.
// Errors: jwt.missing_claim, jwt.malformed_claim, jwt.algorithm, jwt.type, jwt.issuer,
//         jwt.audience, jwt.unchecked_binding, jwt.expired, jwt.not_yet_valid, jwt.lifetime,
//         jwt.too_old; details name claims and what is configured, not the token's values.
// Spec:   RFC 7519 section 4.1; RFC 8725 sections 3.8 to 3.10.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "jose/claims_policy.h"
#include "jose/token_facts.h"

namespace jg::jose {

// One thing that is asked of a token, for who names each with what came of it.
struct ClaimCheck {
  std::string_view name;  // "audience"
  Result<void> (*run)(const TokenFacts& token, const ClaimsPolicy& policy, SystemTime now);
  std::string (*asks)(const ClaimsPolicy& policy);  // in words; empty when nothing is asked
  std::vector<std::string> (*reads)(const ClaimsPolicy& policy);  // names of claims
};

// To add a check: 1. its function in claim_checks.h; 2. its row in claims.cc; 3. claims_test.cc.
// check_claims() and `jotgate explain` go by the list. To remove one: the same, backwards.
std::span<const ClaimCheck> claim_checks();

// All of the list, in its order, until one fails.
Result<void> check_claims(const TokenFacts& token, const ClaimsPolicy& policy, SystemTime now);

}  // namespace jg::jose
