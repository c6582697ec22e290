#include "jose/claim_checks.h"

#include "jose/codes.h"

namespace jg::jose {
namespace {

std::unexpected<Error> refuse(const char* code, std::string why) {
  return fail(Blame::client, code, std::move(why));
}

std::unexpected<Error> missing(std::string_view claim) {
  return refuse(codes::kMissingClaim, "the token has no \"" + std::string(claim) + "\"");
}

// Whole seconds, as the issuer counted them: a token is good through all of its last second.
double seconds_of(SystemTime now) {
  return static_cast<double>(
      std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count());
}

double seconds_of(std::chrono::seconds time) { return static_cast<double>(time.count()); }

std::string text_of(std::chrono::seconds time) { return std::to_string(time.count()) + " s"; }

std::string beyond(std::chrono::seconds leeway) {
  return " by more than the leeway of " + text_of(leeway);
}

// A claim that may name audiences: a string, or an array of strings.
enum class Named : std::uint8_t { no, yes, malformed };

Named names(json::Value claim, std::string_view audience) {
  if (claim.kind() != json::Kind::array) {
    const auto text = claim.as_string();
    if (!text) return Named::malformed;
    return *text == audience ? Named::yes : Named::no;
  }
  Named out = Named::no;
  claim.for_each_element([&](json::Value element) {
    const auto text = element.as_string();
    if (!text) out = Named::malformed;
    if (out != Named::malformed && text == audience) out = Named::yes;
  });
  return out;
}

std::optional<json::Value> audience_claim(const TokenFacts& token, const std::string& name) {
  return name == "aud" ? token.audience : token.claims.find(name);
}

Result<bool> is_named(const TokenFacts& token, const ClaimsPolicy& policy,
                      std::string_view audience) {
  bool out = false;
  for (const std::string& name : policy.audience_claims) {
    const auto claim = audience_claim(token, name);
    const Named found = claim ? names(*claim, audience) : Named::no;
    if (found == Named::malformed)
      return refuse(codes::kMalformedClaim,
                    "\"" + name + "\" is neither a string nor an array of strings");
    out = out || found == Named::yes;
  }
  return out;
}

Result<void> check_issued(const TokenFacts& token, const ClaimsPolicy& policy, SystemTime now) {
  if (!token.issued) return missing("iat");
  if (*token.issued <= seconds_of(now) + seconds_of(policy.leeway)) return {};
  return refuse(codes::kNotYetValid, "\"iat\" is ahead" + beyond(policy.leeway));
}

}  // namespace

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

Result<void> check_claim_types(const TokenFacts& token) {
  if (token.claims.kind() != json::Kind::object)
    return refuse(codes::kMalformed, "the token carries no claims");
  if (token.malformed.empty()) return {};
  return refuse(codes::kMalformedClaim,
                "\"" + std::string(token.malformed) +
                    (token.malformed == "sub" ? "\" is not a string"
                                              : "\" is not a number of seconds since 1970"));
}

Result<void> check_algorithm(Algorithm algorithm, const ClaimsPolicy& policy) {
  if (!policy.algorithms || policy.algorithms->contains(algorithm)) return {};
  return refuse(codes::kAlgorithm, std::string(name(algorithm)) + " is not allowed, only " +
                                       policy.algorithms->names());
}

Result<void> check_type(const TokenFacts& token, const ClaimsPolicy& policy) {
  if (policy.types.empty()) return {};
  const auto& type = token.header.type;
  if (type && std::ranges::find(policy.types, *type) != policy.types.end()) return {};
  return refuse(codes::kType, (type ? "\"typ\" is none of: " : "the token has no \"typ\", only ") +
                                  joined(policy.types));
}

Result<void> check_required(const TokenFacts& token, const ClaimsPolicy& policy) {
  for (const std::string& claim : policy.required)
    if (!token.has(claim)) return missing(claim);
  return {};
}

Result<void> check_issuer(const TokenFacts& token, const ClaimsPolicy& policy) {
  if (!token.issuer) return missing("iss");
  const auto text = token.issuer->as_string();
  if (!text) return refuse(codes::kMalformedClaim, "\"iss\" is not a string");
  if (!policy.accepts(*text)) return refuse(codes::kIssuer, "\"iss\" is not " + policy.issuer);
  if (policy.tenant_claim.empty()) return {};
  const auto claim = token.claims.find(policy.tenant_claim);
  if (!claim) return missing(policy.tenant_claim);
  if (claim->as_string() == policy.find_issuer(*text)->tenant) return {};
  return refuse(codes::kIssuer, "\"" + policy.tenant_claim + "\" is not the tenant of \"iss\"");
}

Result<void> check_audience(const TokenFacts& token, const ClaimsPolicy& policy) {
  if (policy.audiences.empty()) return {};
  const auto is_there = [&](const std::string& name) {
    return audience_claim(token, name).has_value();
  };
  if (std::ranges::none_of(policy.audience_claims, is_there))
    return missing(joined(policy.audience_claims));
  const bool wants_all = policy.audience_match == AudienceMatch::all;
  bool is_good = wants_all;
  for (const std::string& audience : policy.audiences) {
    const auto named = is_named(token, policy, audience);
    if (!named) return std::unexpected(named.error());
    is_good = wants_all ? is_good && *named : is_good || *named;
  }
  if (is_good) return {};
  return refuse(codes::kAudience, "\"" + joined(policy.audience_claims) + "\" names " +
                                      (wants_all ? "not all of: " : "none of: ") +
                                      joined(policy.audiences));
}

Result<void> check_binding(const TokenFacts& token, const ClaimsPolicy& policy) {
  if (policy.bound_tokens != BoundTokens::refuse || !token.confirmation) return {};
  return refuse(codes::kUncheckedBinding, "the token has \"cnf\", which is not checked here");
}

Result<void> check_times(const TokenFacts& token, const ClaimsPolicy& policy, SystemTime now) {
  const double clock = seconds_of(now);
  const double slack = seconds_of(policy.leeway);
  if (token.expires && *token.expires < clock - slack)
    return refuse(codes::kExpired, "\"exp\" is past" + beyond(policy.leeway));
  if (token.begins && *token.begins > clock + slack)
    return refuse(codes::kNotYetValid, "\"nbf\" is ahead" + beyond(policy.leeway));
  return {};
}

Result<void> check_lifetime(const TokenFacts& token, const ClaimsPolicy& policy, SystemTime now) {
  if (!policy.max_lifetime) return {};
  if (auto issued = check_issued(token, policy, now); !issued) return issued;
  if (!token.expires) return missing("exp");
  if (*token.expires - *token.issued <= seconds_of(*policy.max_lifetime)) return {};
  return refuse(codes::kLifetime,
                "\"exp\" is more than " + text_of(*policy.max_lifetime) + " behind \"iat\"");
}

Result<void> check_age(const TokenFacts& token, const ClaimsPolicy& policy, SystemTime now) {
  if (!policy.max_age) return {};
  if (auto issued = check_issued(token, policy, now); !issued) return issued;
  if (seconds_of(now) - *token.issued <= seconds_of(*policy.max_age) + seconds_of(policy.leeway))
    return {};
  return refuse(codes::kTooOld, "\"iat\" is more than " + text_of(*policy.max_age) + " past" +
                                    beyond(policy.leeway));
}

}  // namespace jg::jose
