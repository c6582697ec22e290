// jose/claim_checks.h - the checks that claims.h lists, each by itself.
//
// Thread: any; pure functions.
// Errors: as claims.h.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "jose/claims_policy.h"
#include "jose/token_facts.h"

namespace jg::jose {

std::string joined(const std::vector<std::string>& names);  // "a, b"

// exp, nbf and iat are numbers of seconds and sub is a string, where they are there at all.
Result<void> check_claim_types(const TokenFacts& token);
Result<void> check_algorithm(Algorithm algorithm, const ClaimsPolicy& policy);
Result<void> check_type(const TokenFacts& token, const ClaimsPolicy& policy);
Result<void> check_required(const TokenFacts& token, const ClaimsPolicy& policy);
Result<void> check_issuer(const TokenFacts& token, const ClaimsPolicy& policy);
Result<void> check_audience(const TokenFacts& token, const ClaimsPolicy& policy);
Result<void> check_binding(const TokenFacts& token, const ClaimsPolicy& policy);
// exp and nbf, where there; good up to and including the leeway.
Result<void> check_times(const TokenFacts& token, const ClaimsPolicy& policy, SystemTime now);
// Both need iat, which must not lie ahead.
Result<void> check_lifetime(const TokenFacts& token, const ClaimsPolicy& policy, SystemTime now);
Result<void> check_age(const TokenFacts& token, const ClaimsPolicy& policy, SystemTime now);

}  // namespace jg::jose
