#include "policies/jwt/provider_config.h"

#include <gtest/gtest.h>

#include "exchange/load_fake.h"

namespace jg::policies::jwt {
namespace {

struct Loaded {
  std::optional<Provider> provider;
  std::string faults;
};

Loaded load(const std::string& yaml) {
  exchange::LoadFake fake("jwks: '{\"keys\":[]}'\n" + yaml);
  Loaded out;
  const auto context = fake.context();
  auto map = config::object(provider_object(context)).decode(fake.root(), fake.faults);
  if (map) out.provider = make_provider(std::move(*map), context, fake.faults);
  EXPECT_EQ(out.provider.has_value(), !fake.faults.has_errors());
  out.faults = fake.faults.text();
  return out;
}

std::vector<std::string> issuers(const std::string& yaml) {
  const Loaded loaded = load(yaml);
  EXPECT_TRUE(loaded.provider) << loaded.faults;
  std::vector<std::string> out;
  for (const std::string_view issuer : loaded.provider->accepted_issuers())
    out.emplace_back(issuer);
  return out;
}

using Texts = std::vector<std::string>;

TEST(ProviderConfig, accepts_the_issuer_its_aliases_and_each_tenant) {
  EXPECT_EQ(issuers("issuer: a"), Texts{"a"});
  EXPECT_EQ(issuers("issuer: 'a{b}'"), Texts{"a{b}"});  // as agentgateway: byte for byte
  EXPECT_EQ(issuers("issuer: b\nissuerAliases: [a, b]"), (Texts{"a", "b"}));
  EXPECT_EQ(issuers("issuer: 'https://v2/{tenantid}/v2.0'\n"
                    "issuerAliases: ['https://v1/{t}/']\ntenants: [x, y, x]"),
            (Texts{"https://v1/x/", "https://v1/y/", "https://v2/x/v2.0", "https://v2/y/v2.0"}));
}

TEST(ProviderConfig, wants_one_place_for_the_tenant_in_every_issuer) {
  for (const char* bad :
       {"issuer: a\ntenants: [x]", "issuer: '{t}{t}'\ntenants: [x]", "issuer: '}t{'\ntenants: [x]",
        "issuer: '{t}'\nissuerAliases: [a]\ntenants: [x]", "issuer: '{t}'\ntenants: []",
        "issuer: a\ntenantClaim: tid"})
    EXPECT_FALSE(load(bad).provider) << bad;
}

TEST(ProviderConfig, has_agentgateways_defaults_where_nothing_is_said) {
  const auto claims = load("issuer: a").provider->claims;
  EXPECT_EQ(claims.required, Texts{"exp"});
  EXPECT_EQ(claims.audience_claims, Texts{"aud"});
  EXPECT_EQ(claims.leeway, std::chrono::seconds(60));
  EXPECT_FALSE(claims.algorithms);
  EXPECT_TRUE(claims.types.empty() && claims.issuers.empty() && claims.audiences.empty());
  EXPECT_FALSE(claims.max_age || claims.max_lifetime);
  EXPECT_EQ(claims.bound_tokens, jose::BoundTokens::refuse);
}

TEST(ProviderConfig, reads_every_rule) {
  const Loaded loaded = load(
      "issuer: a\naudiences: [x]\naudienceClaims: [aud, azp]\naudienceMatch: all\n"
      "algorithms: [RS256, EdDSA]\ntypes: [JWT, application/at+jwt]\nleeway: 0s\n"
      "maxLifetime: 1h\nmaxAge: 10m\nboundTokens: accept");
  ASSERT_TRUE(loaded.provider) << loaded.faults;
  const auto& claims = loaded.provider->claims;
  EXPECT_EQ(claims.audience_claims, (Texts{"aud", "azp"}));
  EXPECT_EQ(claims.audience_match, jose::AudienceMatch::all);
  EXPECT_EQ(claims.types, (Texts{"jwt", "at+jwt"}));
  EXPECT_TRUE(claims.algorithms->contains(jose::Algorithm::rs256));
  EXPECT_TRUE(claims.algorithms->contains(jose::Algorithm::ed25519));
  EXPECT_FALSE(claims.algorithms->contains(jose::Algorithm::es256));
  EXPECT_EQ(claims.leeway, std::chrono::seconds(0));
  EXPECT_EQ(claims.max_lifetime, std::chrono::hours(1));
  EXPECT_EQ(claims.max_age, std::chrono::minutes(10));
  EXPECT_EQ(claims.bound_tokens, jose::BoundTokens::accept);
}

TEST(ProviderConfig, makes_a_profile_of_all_that_its_standard_asks) {
  const Loaded loaded = load(
      "issuer: a\naudiences: [x]\nprofile: at+jwt\n"
      "jwtValidationOptions: {requiredClaims: [jti, tenant]}");
  ASSERT_TRUE(loaded.provider) << loaded.faults;
  EXPECT_EQ(loaded.provider->claims.types, Texts{"at+jwt"});
  EXPECT_EQ(loaded.provider->claims.required,
            (Texts{"jti", "tenant", "exp", "aud", "sub", "client_id", "iat"}));
  EXPECT_FALSE(load("issuer: a\nprofile: at+jwt").provider);
  EXPECT_FALSE(load("issuer: a\naudiences: [x]\nprofile: at+jwt\ntypes: [JWT]").provider);
  EXPECT_FALSE(load("issuer: a\naudiences: [x]\nprofile: id").provider);
}

TEST(ProviderConfig, refuses_rules_that_would_check_nothing) {
  for (const char* bad :
       {"algorithms: []", "algorithms: [none]", "algorithms: [rs256]", "types: []",
        "types:", "audienceClaims: []", "audienceMatch: some", "maxAge: 0s",
        "maxLifetime:", "tenants: []", "boundTokens: off", "issuerAliases: []"})
    EXPECT_FALSE(load(std::string("issuer: a\n") + bad).provider) << bad;
}

}  // namespace
}  // namespace jg::policies::jwt
