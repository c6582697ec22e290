#include "policies/jwt/provider_config.h"

#include <algorithm>

#include "policies/jwt/algorithm_list.h"

namespace jg::policies::jwt {
namespace {

using config::Faults;
using config::Node;
using config::Object;
using Texts = std::vector<std::string>;

constexpr std::chrono::seconds kLongestLeeway{3600};
constexpr std::chrono::seconds kLongestLife = std::chrono::hours(24 * 366);

// RFC 9068 section 4, beside iss, which every token needs.
constexpr std::array kAccessTokenClaims = {"exp", "aud", "sub", "client_id", "iat", "jti"};
constexpr const char* kAccessTokenType = "at+jwt";

config::Type<Texts> filled_list() {
  return config::list_of(config::filled_text(), config::Emptiness::refused);
}

config::Type<std::chrono::seconds> lifetime_type() {
  return config::duration(std::chrono::seconds(1), kLongestLife);
}

// --- issuers ---

// Where `{anything}` stands in an issuer; empty when it does not stand there exactly once.
std::optional<std::pair<std::size_t, std::size_t>> find_placeholder(std::string_view issuer) {
  const std::size_t open = issuer.find('{');
  const std::size_t close = issuer.find('}');
  if (open == issuer.npos || close == issuer.npos || close < open) return std::nullopt;
  const bool is_only_one =
      issuer.find('{', open + 1) == issuer.npos && issuer.find('}', close + 1) == issuer.npos;
  if (!is_only_one) return std::nullopt;
  return std::pair(open, close + 1 - open);
}

Texts templates_of(const ProviderMap& map) {
  Texts out = {map.issuer};
  out.insert(out.end(), map.issuer_aliases.begin(), map.issuer_aliases.end());
  return out;
}

// None when `issuer` is all there is.
std::vector<jose::AcceptedIssuer> accepted_by(const ProviderMap& map) {
  std::vector<jose::AcceptedIssuer> out;
  if (map.issuer_aliases.empty() && map.tenants.empty()) return out;
  for (const std::string& issuer : templates_of(map)) {
    if (map.tenants.empty()) out.push_back({issuer});
    for (const std::string& tenant : map.tenants) {
      const auto [begin, size] = *find_placeholder(issuer);
      out.push_back({std::string(issuer).replace(begin, size, tenant), tenant});
    }
  }
  std::ranges::sort(out, {}, &jose::AcceptedIssuer::issuer);
  const auto twice = std::ranges::unique(out, {}, &jose::AcceptedIssuer::issuer);
  out.erase(twice.begin(), twice.end());
  return out;
}

void check_tenants(const ProviderMap& map, const Node& node, Faults& faults) {
  if (map.tenants.empty()) {
    if (map.tenant_claim) faults.add(*node.find("tenantClaim"), "means nothing without tenants");
    return;
  }
  if (map.introspection)
    faults.add(*node.find("tenants"),
               "introspection knows one issuer; give each tenant a provider");
  for (const std::string& issuer : templates_of(map))
    if (!find_placeholder(issuer))
      faults.add(node, "with tenants, " + config::quoted(issuer) +
                           " must hold one {tenant}, in whose place each of them is put");
}

void check_profile(const ProviderMap& map, const Node& node, Faults& faults) {
  if (map.profile && map.audiences.empty())
    faults.add(*node.find("profile"), "needs audiences (RFC 9068 section 4)");
}

void add_profile(jose::ClaimsPolicy& policy) {
  policy.types = {kAccessTokenType};
  for (const char* claim : kAccessTokenClaims)
    if (std::ranges::find(policy.required, claim) == policy.required.end())
      policy.required.emplace_back(claim);
}

jose::ClaimsPolicy make_policy(ProviderMap map) {
  jose::ClaimsPolicy out{.issuer = map.issuer, .issuers = accepted_by(map)};
  out.tenant_claim = map.tenant_claim.value_or("");
  out.audiences = std::move(map.audiences);
  out.audience_match = map.audience_match;
  out.audience_claims = std::move(map.audience_claims);
  out.required = std::move(map.validation.required_claims);
  for (const std::string& type : map.types) out.types.push_back(jose::plain_type(type));
  out.algorithms = map.algorithms;
  out.bound_tokens = map.bound_tokens;
  out.leeway = map.leeway;
  out.max_lifetime = map.max_lifetime;
  out.max_age = map.max_age;
  if (map.profile) add_profile(out);
  return out;
}

void describe_issuer(Object<ProviderMap>& object) {
  object
      .required("issuer", &ProviderMap::issuer, config::filled_text(),
                "The claim iss, byte for byte.")
      .optional("issuerAliases", &ProviderMap::issuer_aliases, filled_list(),
                "Other spellings of the issuer, whose tokens count as its own.")
      .optional("tenants", &ProviderMap::tenants, filled_list(),
                "Tenants whose tokens are accepted: each stands for the {tenant} in the issuer and "
                "its aliases.")
      .optional("tenantClaim", &ProviderMap::tenant_claim, config::filled_text(),
                "A claim that must name the tenant of iss.")
      .optional("jwks", &ProviderMap::jwks, key_source_type(), "The issuer's public keys.")
      .optional("introspection", &ProviderMap::introspection, introspection_type(),
                "Whom to ask what tokens are, in place of keys to check them with.")
      .optional("algorithms", &ProviderMap::algorithms, algorithm_list_type(),
                "The algorithms that may sign, of those that the keys allow; all when left out.")
      .optional("allowSymmetricKeys", &ProviderMap::allow_symmetric, config::boolean(),
                "Whether keys of type oct (shared secrets, HS256 and its like) are used.");
}

void describe_claims(Object<ProviderMap>& object, const exchange::LoadContext& context) {
  using Match = jose::AudienceMatch;
  using Bound = jose::BoundTokens;
  object
      .optional("audiences", &ProviderMap::audiences, config::list_of(config::filled_text()),
                "The claim aud must name one of them. With none here, it is not checked.")
      .optional(
          "audienceClaims", &ProviderMap::audience_claims, filled_list(),
          "The claims that name audiences: aud, client_id, azp; what one of them names counts.")
      .optional("audienceMatch", &ProviderMap::audience_match,
                config::enumeration<Match>({{"any", Match::any}, {"all", Match::all}}),
                "Whether one of the audiences must be named, or all.")
      .optional("jwtValidationOptions", &ProviderMap::validation, validation_type(),
                "What must be there.")
      .optional("types", &ProviderMap::types, filled_list(),
                "The header typ must be one of them; application/ in front may be left out.")
      .optional("profile", &ProviderMap::profile,
                config::enumeration<Profile>({{kAccessTokenType, Profile::access_token}}),
                "All that RFC 9068 asks of an access token: its typ, its claims, an audience.")
      .optional("boundTokens", &ProviderMap::bound_tokens,
                config::enumeration<Bound>({{"refuse", Bound::refuse}, {"accept", Bound::accept}}),
                "What becomes of tokens with cnf, whose use is bound to a key that is not checked.")
      .optional(
          "dpop", &ProviderMap::dpop, dpop_type(context),
          "Whether a token that is bound to a DPoP key (RFC 9449) must come with a proof of it: "
          "off, ifBound, or required, when every token must be bound; or a map.")
      .optional("revocation", &ProviderMap::revocation, revocation_type(),
                "Tokens that do not count any more, though they are signed and in time.");
}

void describe_times(Object<ProviderMap>& object) {
  object
      .optional("leeway", &ProviderMap::leeway,
                config::duration(std::chrono::seconds(0), kLongestLeeway),
                "How far clocks may differ, for exp, nbf and iat.")
      .optional("maxLifetime", &ProviderMap::max_lifetime, lifetime_type(),
                "The longest that a token may live, from iat to exp.")
      .optional("maxAge", &ProviderMap::max_age, lifetime_type(),
                "The longest that a token is taken after iat.");
}

// RFC 7662: the issuer has looked at what was signed, if anything was.
jose::ClaimsPolicy unsigned_policy(jose::ClaimsPolicy policy) {
  policy.algorithms.reset();
  policy.types.clear();
  return policy;
}

// No token is taken by a signature.
std::shared_ptr<const IssuerKeys> no_keys(const exchange::LoadContext& context) {
  return std::make_shared<const IssuerKeys>(
      std::make_shared<const TrustedKeys>(std::make_shared<const jose::KeySet>(), context.workers));
}

}  // namespace

config::Type<ValidationOptions> validation_type() {
  return config::object(
      Object<ValidationOptions>("JwtValidationOptions", "What a token must say besides its issuer.")
          .optional("requiredClaims", &ValidationOptions::required_claims,
                    config::list_of(config::filled_text()),
                    "Claims of any name that must be there. Without exp in it, tokens without exp "
                    "live for ever.")
          .never_empty({"requiredClaims"}));
}

Object<ProviderMap> provider_object(const exchange::LoadContext& context) {
  Object<ProviderMap> out("JwtProvider", "An issuer whose tokens are accepted.");
  describe_issuer(out);
  describe_claims(out, context);
  describe_times(out);
  out.ours({"issuerAliases", "tenants", "tenantClaim", "algorithms", "allowSymmetricKeys",
            "audienceClaims", "audienceMatch", "types", "profile", "boundTokens", "leeway",
            "maxLifetime", "maxAge", "dpop", "revocation", "introspection"})
      .never_empty({"issuerAliases", "tenants", "tenantClaim", "algorithms", "allowSymmetricKeys",
                    "audiences", "audienceClaims", "audienceMatch", "jwtValidationOptions", "types",
                    "profile", "boundTokens", "leeway", "maxLifetime", "maxAge", "dpop",
                    "revocation", "jwks", "introspection"})
      .removed("validationOptions", "was renamed; use jwtValidationOptions")
      .exactly_one_of({"jwks", "introspection"})
      .at_most_one_of({"types", "profile"})
      .check(check_tenants)
      .check(check_profile);
  return out;
}

std::optional<Provider> make_provider(ProviderMap map, const exchange::LoadContext& context,
                                      Faults& faults) {
  const auto symmetric =
      map.allow_symmetric ? jose::SymmetricKeys::allow : jose::SymmetricKeys::refuse;
  auto keys =
      map.jwks ? load_keys(*map.jwks, {map.issuer, symmetric}, context, faults) : no_keys(context);
  std::shared_ptr<const Introspection> introspection;
  if (map.introspection)
    introspection = make_introspection(*map.introspection, map.issuer, context, faults);
  std::shared_ptr<const Revocations> revocations;
  if (map.revocation) revocations = load_revocations(*map.revocation, context, faults);
  if (!keys || (map.revocation && !revocations) || (map.introspection && !introspection))
    return std::nullopt;
  Dpop dpop = std::move(map.dpop);
  Provider out{make_policy(std::move(map)), std::move(keys), symmetric,
               std::move(revocations),      std::move(dpop), std::move(introspection)};
  out.unsigned_claims = unsigned_policy(out.claims);
  return out;
}

}  // namespace jg::policies::jwt
