// jose/claims.h - whether the claims of a verified token fit a policy at a moment: pure functions.
//
// Thread: any.
// Errors: jwt.missing_claim, jwt.malformed_claim, jwt.issuer, jwt.audience, jwt.expired,
//         jwt.not_yet_valid; details name claims and what is configured, not the token's values.
// Spec:   RFC 7519 section 4.1; RFC 8725 sections 3.8 to 3.10.
// Trust:  the signer is known, the claims may still be odd: any type, any number.
#pragma once

#include <chrono>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "json/value.h"

namespace jg::jose {

struct ClaimsPolicy {
  // "iss" must be this string, byte for byte.
  std::string issuer;
  // "aud" must name one of them; when empty, "aud" is not looked at.
  std::vector<std::string> audiences;
  // Claims of any name that must be there and not null.
  std::vector<std::string> required = {"exp"};
  std::chrono::seconds leeway{60};
};

// One thing that is asked of claims, for who names each with what came of it.
struct ClaimCheck {
  std::string_view name;  // "audience"
  Result<void> (*run)(json::Value claims, const ClaimsPolicy& policy, SystemTime now);
  std::string (*asks)(const ClaimsPolicy& policy);  // in words; empty when nothing is asked
  std::vector<std::string> (*reads)(const ClaimsPolicy& policy);  // names of claims
};

// To add a check: 1. its function; 2. its row in claims.cc; 3. claims_test.cc. check_claims() and
// `jotgate explain` go by the list. To remove one: the same, backwards.
std::span<const ClaimCheck> claim_checks();

// All of the list, in its order, until one fails.
Result<void> check_claims(json::Value claims, const ClaimsPolicy& policy, SystemTime now);

// exp, nbf and iat are numbers of seconds and sub is a string, where they are there at all.
Result<void> check_claim_types(json::Value claims);
Result<void> check_required(json::Value claims, const std::vector<std::string>& required);
Result<void> check_issuer(json::Value claims, const std::string& issuer);
Result<void> check_audience(json::Value claims, const std::vector<std::string>& audiences);
// exp and nbf, where there; good up to and including the leeway. Types are assumed checked.
Result<void> check_times(json::Value claims, std::chrono::seconds leeway, SystemTime now);

}  // namespace jg::jose
