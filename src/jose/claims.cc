#include "jose/claims.h"

#include <array>

#include "jose/claim_checks.h"

namespace jg::jose {
namespace {

using Names = std::vector<std::string>;

std::string seconds(std::chrono::seconds time) { return std::to_string(time.count()) + " s"; }

std::string asks_of_issuer(const ClaimsPolicy& policy) {
  if (policy.issuers.empty()) return "iss is " + policy.issuer;
  const std::string tenant =
      policy.tenant_claim.empty() ? "" : ", " + policy.tenant_claim + " is its tenant";
  return "iss is one of the " + std::to_string(policy.issuers.size()) + " issuers that " +
         policy.issuer + " stands for" + tenant;
}

std::string asks_of_audience(const ClaimsPolicy& policy) {
  if (policy.audiences.empty()) return {};
  const bool wants_all = policy.audience_match == AudienceMatch::all;
  return joined(policy.audience_claims) + (wants_all ? " names all of: " : " names one of: ") +
         joined(policy.audiences);
}

std::string asks_of_binding(const ClaimsPolicy& policy) {
  return policy.bound_tokens == BoundTokens::refuse ? "there is no cnf" : "";
}

constexpr auto kChecks = std::to_array<ClaimCheck>({
    {"types",
     [](const TokenFacts& token, const ClaimsPolicy&, SystemTime) {
       return check_claim_types(token);
     },
     [](const ClaimsPolicy&) -> std::string {
       return "exp, nbf and iat are numbers of seconds, sub is a string, where they are there";
     },
     [](const ClaimsPolicy&) { return Names{"exp", "nbf", "iat", "sub"}; }},
    {"algorithm",
     [](const TokenFacts& token, const ClaimsPolicy& policy, SystemTime) {
       return check_algorithm(token.header.algorithm, policy);
     },
     [](const ClaimsPolicy& policy) {
       return policy.algorithms ? "alg is one of: " + policy.algorithms->names() : "";
     },
     [](const ClaimsPolicy&) { return Names(); }},
    {"type",
     [](const TokenFacts& token, const ClaimsPolicy& policy, SystemTime) {
       return check_type(token, policy);
     },
     [](const ClaimsPolicy& policy) {
       return policy.types.empty() ? "" : "typ is one of: " + joined(policy.types);
     },
     [](const ClaimsPolicy&) { return Names(); }},
    {"required",
     [](const TokenFacts& token, const ClaimsPolicy& policy, SystemTime) {
       return check_required(token, policy);
     },
     [](const ClaimsPolicy& policy) {
       return policy.required.empty() ? "" : joined(policy.required) + " must be there";
     },
     [](const ClaimsPolicy& policy) { return policy.required; }},
    {"issuer",
     [](const TokenFacts& token, const ClaimsPolicy& policy, SystemTime) {
       return check_issuer(token, policy);
     },
     asks_of_issuer,
     [](const ClaimsPolicy& policy) {
       return policy.tenant_claim.empty() ? Names{"iss"} : Names{"iss", policy.tenant_claim};
     }},
    {"audience",
     [](const TokenFacts& token, const ClaimsPolicy& policy, SystemTime) {
       return check_audience(token, policy);
     },
     asks_of_audience, [](const ClaimsPolicy& policy) { return policy.audience_claims; }},
    {"binding",
     [](const TokenFacts& token, const ClaimsPolicy& policy, SystemTime) {
       return check_binding(token, policy);
     },
     asks_of_binding, [](const ClaimsPolicy&) { return Names{"cnf"}; }},
    {"times", check_times,
     [](const ClaimsPolicy& policy) {
       return "exp is not past and nbf not ahead, give or take " + seconds(policy.leeway);
     },
     [](const ClaimsPolicy&) { return Names{"exp", "nbf"}; }},
    {"lifetime", check_lifetime,
     [](const ClaimsPolicy& policy) {
       return policy.max_lifetime
                  ? "exp is at most " + seconds(*policy.max_lifetime) + " behind iat"
                  : "";
     },
     [](const ClaimsPolicy&) { return Names{"iat", "exp"}; }},
    {"age", check_age,
     [](const ClaimsPolicy& policy) {
       return policy.max_age ? "iat is at most " + seconds(*policy.max_age) + " past" : "";
     },
     [](const ClaimsPolicy&) { return Names{"iat"}; }},
});

}  // namespace

std::span<const ClaimCheck> claim_checks() { return kChecks; }

Result<void> check_claims(const TokenFacts& token, const ClaimsPolicy& policy, SystemTime now) {
  for (const ClaimCheck& check : kChecks)
    if (auto good = check.run(token, policy, now); !good) return good;
  return {};
}

}  // namespace jg::jose
