#include "policies/jwt/config.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "config/schema.h"
#include "exchange/exchange_fake.h"
#include "exchange/load_fake.h"
#include "policies/jwt/feature.h"
#include "policies/jwt/issuer_fake.h"
#include "policies/jwt/remarks.h"

namespace jg::policies::jwt {
namespace {

using exchange::LoadFake;

struct Loaded {
  std::optional<Settings> settings;
  std::string faults;
};

Loaded load(std::string yaml) {
  LoadFake fake(std::move(yaml));
  auto settings = settings_type(fake.context()).decode(fake.root(), fake.faults);
  EXPECT_EQ(settings.has_value(), !fake.faults.has_errors());
  return {std::move(settings), fake.faults.text()};
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

const std::string kNoKeys = R"(jwks: '{"keys":[]}')";

TEST(JwtConfig, takes_one_issuer_at_the_top) {
  const IssuerFake ours;
  const auto loaded = load(
      "mode: strict\nissuer: https://issuer.example\naudiences: [a, b]\njwks: '" + ours.jwks() +
      "'\njwtValidationOptions: {requiredClaims: [exp, tenant]}\n"
      "location: {header: {name: X-Token}}\nleeway: 5s\n");
  ASSERT_TRUE(loaded.settings) << loaded.faults;
  EXPECT_EQ(loaded.faults, "");
  EXPECT_EQ(loaded.settings->mode, Mode::strict);
  EXPECT_EQ(loaded.settings->locations.describe(), "header x-token");
  ASSERT_EQ(loaded.settings->providers.size(), 1u);
  const Provider& provider = loaded.settings->providers[0];
  EXPECT_EQ(provider.issuer(), "https://issuer.example");
  EXPECT_EQ(provider.claims.audiences, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(provider.claims.required, (std::vector<std::string>{"exp", "tenant"}));
  EXPECT_EQ(provider.claims.leeway, std::chrono::seconds(5));
  EXPECT_EQ(provider.keys->set().keys().size(), 1u);
}

TEST(JwtConfig, takes_one_place_or_several_but_not_both) {
  const std::string issuer = "issuer: a\n" + kNoKeys;
  const auto several =
      load(issuer + "\nlocations: [{cookie: {name: s}}, {queryParameter: {name: t}}]");
  ASSERT_TRUE(several.settings) << several.faults;
  EXPECT_EQ(several.settings->locations.describe(), "cookie s or query parameter t");
  EXPECT_TRUE(has(load(issuer + "\nlocations: []").faults, "expected at least one"));
  EXPECT_FALSE(
      load(issuer + "\nlocation: {cookie: {name: s}}\nlocations: [{cookie: {name: t}}]").settings);
}

TEST(JwtConfig, has_agentgateways_defaults) {
  const auto loaded = load("issuer: a\n" + kNoKeys);
  ASSERT_TRUE(loaded.settings) << loaded.faults;
  EXPECT_EQ(loaded.settings->mode, Mode::optional);
  EXPECT_EQ(loaded.settings->locations.describe(), "header authorization");
  EXPECT_EQ(loaded.settings->providers[0].claims.required, std::vector<std::string>{"exp"});
  EXPECT_EQ(loaded.settings->providers[0].claims.leeway, std::chrono::seconds(60));
  EXPECT_TRUE(loaded.settings->providers[0].claims.audiences.empty());
}

TEST(JwtConfig, takes_several_issuers_under_providers) {
  const auto loaded = load("mode: permissive\nproviders:\n- issuer: a\n  " + kNoKeys +
                           "\n- issuer: b\n  " + kNoKeys);
  ASSERT_TRUE(loaded.settings) << loaded.faults;
  ASSERT_EQ(loaded.settings->providers.size(), 2u);
  EXPECT_EQ(loaded.settings->providers[1].issuer(), "b");
  EXPECT_EQ(loaded.settings->mode, Mode::permissive);
}

TEST(JwtConfig, accepts_no_providers_with_a_warning) {
  const auto loaded = load("providers: []");
  ASSERT_TRUE(loaded.settings);
  EXPECT_TRUE(has(loaded.faults, "warning: has no providers: every token will be refused"))
      << loaded.faults;
}

TEST(JwtConfig, tells_what_is_wrong) {
  struct Case {
    std::string yaml;
    const char* expected;
  };
  const std::vector<Case> cases = {
      {"{}", "missing the required key issuer"},
      {"{issuer: a}", "expected one of the keys jwks, introspection"},
      {"issuer: a\nmodes: strict\n" + kNoKeys, "unknown key; did you mean mode?"},
      {"issuer: a\nmode: Strict\n" + kNoKeys, "expected one of strict, optional, permissive"},
      {"issuer: ''\n" + kNoKeys, "expected text that is not empty"},
      {"issuer: a\naudiences: b\n" + kNoKeys, "expected a list"},
      {"issuer: a\naudiences:\n" + kNoKeys, "found nothing"},
      {"issuer: a\nvalidationOptions: {}\n" + kNoKeys, "was renamed; use jwtValidationOptions"},
      {"issuer: a\nproviders: []\n", "belongs to one of providers"},
      {"issuer: a\njwks: {url: https://issuer.example/keys}", "keys are not fetched here"},
      {"issuer: a\njwks: {url: ftp://issuer.example/keys}", "begins with https:// or http://"},
      {"issuer: a\njwks: {url: https://b/, file: c}", "only one of them may stand"},
      {"issuer: a\njwks: {file: c, timeout: 1s}", "says nothing of a file"},
      {"issuer: a\nallowSymmetricKeys: true\njwks: {url: https://b/}", "are not fetched by URL"},
      {"issuer: a\njwks: {file: does-not-exist}", "cannot read the file"},
      {"issuer: a\njwks: 'not json'", "the key set is not JSON (jwks.malformed)"},
      {"issuer: a\njwks: '{}'", "jwks.malformed"},
      {"issuer: a\nleeway: 2h\n" + kNoKeys, "leeway"},
      {"providers:\n- issuer: a\n", "expected one of the keys jwks, introspection"},
      {"providers:\n- issuer: a\n  mode: strict\n  " + kNoKeys, "unknown key"},
  };
  for (const Case& c : cases)
    EXPECT_TRUE(has(load(c.yaml).faults, c.expected)) << c.yaml << "\n" << load(c.yaml).faults;
}

TEST(JwtConfig, takes_a_key_set_as_a_map_too) {
  const IssuerFake ours;
  // JSON is YAML: unquoted, it is a map.
  const auto loaded = load("issuer: a\njwks: " + ours.jwks());
  ASSERT_TRUE(loaded.settings) << loaded.faults;
  EXPECT_EQ(loaded.settings->providers[0].keys->set().keys().size(), 1u);
}

TEST(JwtConfig, reads_a_key_set_from_a_file_relative_to_the_working_directory) {
  const IssuerFake ours;
  const auto directory = std::filesystem::path(testing::TempDir()) / "jwt_config_test";
  std::filesystem::create_directories(directory);
  std::ofstream(directory / "keys.json") << ours.jwks();
  LoadFake fake("{issuer: a, jwks: {file: ./keys.json}}");
  auto context = fake.context();
  const exchange::LoadContext elsewhere{context.clock, directory.string(), 1, context.environment};
  const auto settings = settings_type(elsewhere).decode(fake.root(), fake.faults);
  ASSERT_TRUE(settings) << fake.faults.text();
  EXPECT_EQ(settings->providers[0].keys->set().keys().size(), 1u);
  std::filesystem::remove_all(directory);
}

TEST(JwtConfig, warns_of_each_key_it_cannot_use_and_keeps_the_others) {
  const IssuerFake ours;
  std::string jwks = ours.jwks();
  jwks.insert(jwks.find('[') + 1,
              R"({"kty":"oct","kid":"shared","k":"c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0cw"},)");
  const auto loaded = load("issuer: a\njwks: '" + jwks + "'");
  ASSERT_TRUE(loaded.settings) << loaded.faults;
  EXPECT_EQ(loaded.settings->providers[0].keys->set().keys().size(), 1u);
  EXPECT_TRUE(has(loaded.faults, "warning: jwks: key 0 (kid \"shared\") is not used:"))
      << loaded.faults;
  EXPECT_TRUE(has(loaded.faults, "jwks.key_symmetric")) << loaded.faults;
  EXPECT_FALSE(has(loaded.faults, "c2VjcmV0")) << loaded.faults;
}

TEST(JwtConfig, warns_of_a_set_without_a_usable_key) {
  EXPECT_TRUE(has(load("issuer: a\n" + kNoKeys).faults,
                  "holds no usable key: every token will be refused"));
}

TEST(JwtConfig, uses_shared_secrets_only_when_told_to) {
  const IssuerFake shared("a", "hs", jose::Algorithm::hs256);
  EXPECT_TRUE(load("issuer: a\njwks: '" + shared.jwks() + "'")
                  .settings->providers[0]
                  .keys->set()
                  .keys()
                  .empty());
  const auto loaded = load("issuer: a\nallowSymmetricKeys: true\njwks: '" + shared.jwks() + "'");
  EXPECT_EQ(loaded.settings->providers[0].keys->set().keys().size(), 1u);
}

TEST(JwtConfig, marks_its_own_keys_in_the_schema) {
  const std::string schema = config::schema_text(exchange::schema_by(settings_type));
  EXPECT_TRUE(has(schema, "allowSymmetricKeys"));
  EXPECT_TRUE(has(schema, "x-jotgate"));
  EXPECT_TRUE(has(schema, "JwtAuthProviders"));
}

std::string remarks_of(std::string yaml) {
  LoadFake fake(std::move(yaml));
  const auto policy = jwt_auth_feature().make({fake.root()}, fake.context(), fake.faults);
  EXPECT_TRUE(policy) << fake.faults.text();
  std::string out;
  if (policy) {
    for (const auto& remark : policy->remarks())
      out += (remark.kind == exchange::Policy::Remark::Kind::warns ? "warns " : "states ") +
             remark.text + "\n";
  }
  return out;
}

TEST(JwtRemarks, state_mode_issuer_and_keys) {
  const IssuerFake ours;
  EXPECT_EQ(remarks_of("mode: strict\nissuer: https://issuer.example\naudiences: [a]\njwks: '" +
                       ours.jwks() + "'"),
            "states jwtAuth: strict, token in header authorization\n"
            "states jwtAuth: issuer https://issuer.example, 1 key: \"k1\" (ES256)\n");
}

TEST(JwtRemarks, warn_of_everything_that_is_not_checked) {
  const IssuerFake shared("a", "hs", jose::Algorithm::hs256);
  const std::string said = remarks_of(
      "issuer: a\nallowSymmetricKeys: true\njwtValidationOptions: {requiredClaims: []}\n"
      "location: {expression: 'request.headers[\"x\"]'}\njwks: '" +
      shared.jwks() + "'");
  for (const char* expected :
       {"requests without a token are let through (mode optional)", "the audience is not checked",
        "tokens without exp are accepted for ever", "shared secrets are allowed",
        "the token is sent on to the backend"})
    EXPECT_TRUE(has(said, expected)) << expected << "\n" << said;
  EXPECT_TRUE(
      has(remarks_of("mode: permissive\nissuer: a\n" + kNoKeys), "the bad token with them"));
  EXPECT_TRUE(has(remarks_of("issuer: a\n" + kNoKeys), "there is no usable key"));
  EXPECT_TRUE(has(remarks_of("providers: []"), "no issuer is configured"));
}

TEST(JwtFeature, lets_the_most_specific_level_replace_the_others) {
  LoadFake fake(
      "[{mode: strict, issuer: a, jwks: '{\"keys\":[]}'}, {mode: permissive, issuer: b, jwks: "
      "'{\"keys\":[]}'}]");
  std::vector<config::Node> levels;
  for (const config::Node level : fake.root().children()) levels.push_back(level);
  const auto policy = jwt_auth_feature().make(levels, fake.context(), fake.faults);
  ASSERT_TRUE(policy);
  EXPECT_TRUE(has(policy->remarks()[0].text, "permissive"));
  EXPECT_EQ(jwt_auth_feature().stage, exchange::Stage::identify);
}

std::string read_vector(const std::string& name) {
  std::ifstream stream(std::string(JG_SHARED_DIR) + "/vectors/jwt-example/" + name);
  std::string text{std::istreambuf_iterator<char>(stream), {}};
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

TEST(JwtVectors, accept_the_tokens_of_the_documentation) {
  const std::string token = read_vector("example1.key");
  if (token.empty()) {
    if (std::getenv("CI") != nullptr) FAIL() << "no test vectors";
    GTEST_SKIP() << "no test vectors";
  }
  LoadFake fake(
      "{mode: strict, issuer: agentgateway.dev, audiences: [test.agentgateway.dev], jwks: {file: "
      "pub-key}}");
  auto context = fake.context();
  const exchange::LoadContext there{
      context.clock, std::string(JG_SHARED_DIR) + "/vectors/jwt-example", 1, context.environment};
  const auto policy = jwt_auth_feature().make({fake.root()}, there, fake.faults);
  ASSERT_TRUE(policy) << fake.faults.text();
  for (const char* name : {"example1.key", "example2.key"}) {
    exchange::ExchangeFake request;
    request.add_header("authorization", "Bearer " + read_vector(name));
    const auto verdict = policy->on_request(request.exchange);
    EXPECT_TRUE(verdict) << name << (verdict ? "" : verdict.error().detail);
    EXPECT_EQ(request.exchange.record.jwt_subject, "test-user");
    EXPECT_FALSE(request.exchange.request.fields.has("authorization"));
  }
}

}  // namespace
}  // namespace jg::policies::jwt
