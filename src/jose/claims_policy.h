// jose/claims_policy.h - what one provider wants of the tokens of its issuer.
//
// Owner: the provider. Thread: immutable once made.
// Spec:  RFC 7519 section 4.1; RFC 8725 sections 3.1 and 3.8 to 3.11; RFC 9068 section 4.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jose/algorithm.h"

namespace jg::jose {

// An issuer whose tokens count as the provider's: in another spelling, or of one tenant of many.
struct AcceptedIssuer {
  std::string issuer;
  std::string tenant = {};  // for which it stands; empty when there are no tenants
};

enum class AudienceMatch : std::uint8_t { any, all };

// What becomes of a token with "cnf", whose use is bound to a key of who got it (RFC 7800).
enum class BoundTokens : std::uint8_t {
  refuse,         // nothing here checks the binding
  accept,         // all the same
  check_outside,  // whoever has the connection at hand checks it
};

struct ClaimsPolicy {
  // The provider's name; "iss" must be this string, byte for byte, unless `issuers` says otherwise.
  std::string issuer;
  // When not empty, "iss" must be one of them instead. In order.
  std::vector<AcceptedIssuer> issuers = {};
  // The claim that must name the tenant of "iss"; empty when none need.
  std::string tenant_claim = {};
  // An audience claim must name one of them, or all; when empty, none is looked at.
  std::vector<std::string> audiences = {};
  AudienceMatch audience_match = AudienceMatch::any;
  std::vector<std::string> audience_claims = {"aud"};
  // Claims of any name that must be there and not null.
  std::vector<std::string> required = {"exp"};
  // "typ" must be one of them, each as plain_type() makes it; when empty, it is not looked at.
  std::vector<std::string> types = {};
  std::optional<AlgorithmSet> algorithms = {};  // absent: whatever the key may verify
  BoundTokens bound_tokens = BoundTokens::refuse;
  std::chrono::seconds leeway{60};
  std::optional<std::chrono::seconds> max_lifetime = {};  // from "iat" to "exp"
  std::optional<std::chrono::seconds> max_age = {};       // since "iat"

  // Null when "iss" must not be that.
  const AcceptedIssuer* find_issuer(std::string_view name) const {
    const auto found = std::ranges::lower_bound(issuers, name, {}, &AcceptedIssuer::issuer);
    return found != issuers.end() && found->issuer == name ? &*found : nullptr;
  }
  bool accepts(std::string_view name) const {
    return issuers.empty() ? name == issuer : find_issuer(name) != nullptr;
  }
};

}  // namespace jg::jose
