#include "jose/claims.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "jose/codes.h"

namespace jg::jose {
namespace {

std::unexpected<Error> refuse(const char* code, std::string why) {
  return fail(Blame::client, code, std::move(why));
}

std::unexpected<Error> missing(std::string_view claim) {
  return refuse(codes::kMissingClaim, "the token has no \"" + std::string(claim) + "\"");
}

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

// A NumericDate (RFC 7519 section 2): a double holds any of them, so no sum here can overflow.
std::optional<double> numeric_date(json::Value value) {
  const auto number = value.as_double();
  return number && std::isfinite(*number) && *number >= 0 ? number : std::nullopt;
}

Result<void> check_date_type(json::Value claims, std::string_view claim) {
  const auto value = claims.find(claim);
  if (!value || numeric_date(*value)) return {};
  return refuse(codes::kMalformedClaim,
                "\"" + std::string(claim) + "\" is not a number of seconds since 1970");
}

using Names = std::vector<std::string>;

constexpr auto kChecks = std::to_array<ClaimCheck>({
    {"types",
     [](json::Value claims, const ClaimsPolicy&, SystemTime) { return check_claim_types(claims); },
     [](const ClaimsPolicy&) -> std::string {
       return "exp, nbf and iat are numbers of seconds, sub is a string, where they are there";
     },
     [](const ClaimsPolicy&) { return Names{"exp", "nbf", "iat", "sub"}; }},
    {"required",
     [](json::Value claims, const ClaimsPolicy& policy, SystemTime) {
       return check_required(claims, policy.required);
     },
     [](const ClaimsPolicy& policy) {
       return policy.required.empty() ? "" : joined(policy.required) + " must be there";
     },
     [](const ClaimsPolicy& policy) { return policy.required; }},
    {"issuer",
     [](json::Value claims, const ClaimsPolicy& policy, SystemTime) {
       return check_issuer(claims, policy.issuer);
     },
     [](const ClaimsPolicy& policy) { return "iss is " + policy.issuer; },
     [](const ClaimsPolicy&) { return Names{"iss"}; }},
    {"audience",
     [](json::Value claims, const ClaimsPolicy& policy, SystemTime) {
       return check_audience(claims, policy.audiences);
     },
     [](const ClaimsPolicy& policy) {
       return policy.audiences.empty() ? "" : "aud names one of: " + joined(policy.audiences);
     },
     [](const ClaimsPolicy&) { return Names{"aud"}; }},
    {"times",
     [](json::Value claims, const ClaimsPolicy& policy, SystemTime now) {
       return check_times(claims, policy.leeway, now);
     },
     [](const ClaimsPolicy& policy) {
       return "exp is not past and nbf not ahead, give or take " +
              std::to_string(policy.leeway.count()) + " s";
     },
     [](const ClaimsPolicy&) { return Names{"exp", "nbf"}; }},
});

}  // namespace

std::span<const ClaimCheck> claim_checks() { return kChecks; }

Result<void> check_claims(json::Value claims, const ClaimsPolicy& policy, SystemTime now) {
  for (const ClaimCheck& check : kChecks)
    if (auto good = check.run(claims, policy, now); !good) return good;
  return {};
}

Result<void> check_claim_types(json::Value claims) {
  if (claims.kind() != json::Kind::object)
    return refuse(codes::kMalformed, "the token carries no claims");
  for (const char* claim : {"exp", "nbf", "iat"})
    if (auto good = check_date_type(claims, claim); !good) return good;
  const auto sub = claims.find("sub");
  if (sub && !sub->as_string()) return refuse(codes::kMalformedClaim, "\"sub\" is not a string");
  return {};
}

Result<void> check_required(json::Value claims, const std::vector<std::string>& required) {
  for (const std::string& claim : required) {
    const auto value = claims.find(claim);
    if (!value || value->is_null()) return missing(claim);
  }
  return {};
}

Result<void> check_issuer(json::Value claims, const std::string& issuer) {
  const auto iss = claims.find("iss");
  if (!iss) return missing("iss");
  const auto text = iss->as_string();
  if (!text) return refuse(codes::kMalformedClaim, "\"iss\" is not a string");
  if (*text != issuer) return refuse(codes::kIssuer, "\"iss\" is not " + issuer);
  return {};
}

Result<void> check_audience(json::Value claims, const std::vector<std::string>& audiences) {
  if (audiences.empty()) return {};
  const auto aud = claims.find("aud");
  if (!aud) return missing("aud");
  const auto is_ours = [&](std::optional<std::string_view> text) {
    return std::ranges::any_of(audiences, [&](const std::string& ours) { return text == ours; });
  };
  bool texts = true;
  bool named = false;
  if (aud->kind() == json::Kind::array) {
    aud->for_each_element([&](json::Value element) {
      texts = texts && element.as_string().has_value();
      named = named || is_ours(element.as_string());
    });
  } else {
    texts = aud->as_string().has_value();
    named = is_ours(aud->as_string());
  }
  if (!texts)
    return refuse(codes::kMalformedClaim, "\"aud\" is neither a string nor an array of strings");
  if (!named) return refuse(codes::kAudience, "\"aud\" names none of: " + joined(audiences));
  return {};
}

Result<void> check_times(json::Value claims, std::chrono::seconds leeway, SystemTime now) {
  // Whole seconds, as the issuer counted them: a token is good through all of its last second.
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch());
  const double clock = static_cast<double>(seconds.count());
  const double slack = static_cast<double>(leeway.count());
  const auto within = [&] {
    return " by more than the leeway of " + std::to_string(leeway.count()) + " s";
  };
  if (const auto exp = claims.find("exp"))
    if (const auto date = numeric_date(*exp); !date || *date < clock - slack)
      return refuse(codes::kExpired, "\"exp\" is past" + within());
  if (const auto nbf = claims.find("nbf"))
    if (const auto date = numeric_date(*nbf); !date || *date > clock + slack)
      return refuse(codes::kNotYetValid, "\"nbf\" is ahead" + within());
  return {};
}

}  // namespace jg::jose
