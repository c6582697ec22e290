#include "policies/jwt/dpop.h"

#include <gtest/gtest.h>

#include <map>

#include "base/base64.h"
#include "base/digest.h"
#include "exchange/exchange_fake.h"
#include "exchange/load_fake.h"
#include "exchange/trace.h"
#include "jose/dpop_proof.h"
#include "jose/keygen.h"
#include "jose/sign.h"
#include "jose/thumbprint.h"
#include "policies/jwt/config.h"
#include "policies/jwt/issuer_fake.h"
#include "policies/jwt/policy.h"

namespace jg::policies::jwt {
namespace {

using namespace std::chrono_literals;
using Members = std::map<std::string, std::string>;  // names with JSON

// Whoever holds a key, and makes proofs of it.
class Holder {
 public:
  explicit Holder(jose::Algorithm algorithm = jose::Algorithm::es256) {
    key_ = jose::generate_key({algorithm}).value();
    const auto set = json::Document::parse(key_.key_set.reveal());
    jwk_ = set->root().find("keys")->at(0)->dump();
  }
  const std::string& jwk() const { return jwk_; }
  std::string_view private_jwk() const { return key_.private_jwk.reveal(); }
  std::string thumbprint() const {
    return jose::thumbprint(json::Document::parse(jwk_)->root()).value();
  }
  std::string sign(const Members& header, const Members& claims) const {
    std::vector<jose::HeaderMember> members;
    for (const auto& [name, value] : header)
      if (!value.empty()) members.push_back({name, value});
    std::string payload;
    for (const auto& [name, value] : claims)
      if (!value.empty()) payload += (payload.empty() ? "\"" : ",\"") + name + "\":" + value;
    const auto key = jose::SigningKey::parse(key_.private_jwk.reveal());
    return jose::sign_compact(key.value(), members, "{" + payload + "}").value();
  }

 private:
  jose::GeneratedKey key_;
  std::string jwk_;
};

std::string quoted(const std::string& text) { return '"' + text + '"'; }

// A request for https://api.example/orders with a token that is bound to the holder's key.
struct Proving : testing::Test {
  const IssuerFake ours;
  const Holder holder;
  exchange::ExchangeFake fake;
  Dpop settings{Binding::if_bound,
                {jose::Algorithm::es256},
                60s,
                {},
                std::make_shared<const ReplayMemory>(60s)};
  std::string cnf = R"("cnf":{"jkt":")" + holder.thumbprint() + "\"}";
  std::string scheme = "DPoP ";
  Members header = {{"typ", quoted("dpop+jwt")}, {"jwk", holder.jwk()}};
  Members claims = {{"jti", quoted("1")},
                    {"htm", quoted("GET")},
                    {"htu", quoted("https://api.example/orders")},
                    {"iat", std::to_string(IssuerFake::now())}};
  std::vector<std::string> more_proofs;
  bool challenges_a_holder = false;  // whoever is refused later

  // The code of the refusal, empty when it passes.
  std::string code(bool with_proof = true) {
    Provider provider;
    provider.claims.issuer = ours.issuer();
    provider.claims.bound_tokens = jose::BoundTokens::check_outside;
    provider.keys = std::make_shared<const IssuerKeys>(
        std::make_shared<const TrustedKeys>(jose::KeySet::parse(ours.jwks()).value(), 1));
    provider.dpop = settings;
    exchange::Locations places;
    places.add_dpop_scheme();
    Settings given{Mode::strict, places, {provider}};
    given.holder_challenge.is_to_holder = true;
    const JwtPolicy policy(std::move(given), std::make_shared<const TokenMemory>(1));
    const std::string token = ours.token(cnf);
    fake.exchange.reset();
    auto& request = fake.exchange.request;
    request.method = "GET";
    request.scheme = "https";
    request.authority = "api.example";
    fake.set_target("/orders?q=1");
    fake.add_header("authorization", scheme + token);
    Members sent = claims;
    sent.try_emplace("ath", quoted(base64url_encode(text_of(sha256(token)))));
    if (with_proof) fake.add_header("dpop", holder.sign(header, sent));
    for (const std::string& proof : more_proofs) fake.add_header("dpop", proof);
    const auto verdict = policy.on_request(fake.exchange);
    challenges_a_holder = std::exchange(fake.exchange.challenge, nullptr)->is_to_holder;
    return verdict ? "" : verdict.error().code;
  }
};

TEST_F(Proving, passes_and_leaves_no_proof_to_the_backend) {
  EXPECT_EQ(code(), "");
  EXPECT_TRUE(challenges_a_holder);
  EXPECT_FALSE(fake.exchange.request.fields.has("dpop"));
  EXPECT_FALSE(fake.exchange.request.fields.has("authorization"));
}

TEST_F(Proving, needs_one_proof) {
  EXPECT_EQ(code(false), "jwt.dpop_proof");
  more_proofs = {holder.sign(header, claims)};
  EXPECT_EQ(code(), "jwt.dpop_proof");
}

TEST_F(Proving, is_good_once) {
  EXPECT_EQ(code(), "");
  EXPECT_EQ(code(), "jwt.dpop_replay");
  claims["jti"] = quoted("2");
  EXPECT_EQ(code(), "");
}

TEST_F(Proving, needs_a_proof_of_its_own_form) {
  const auto refuses = [&](const char* member, const std::string& value) {
    const Members before = header;
    header[member] = value;
    EXPECT_EQ(code(), "jwt.dpop_proof") << member << ' ' << value;
    header = before;
  };
  refuses("typ", "");
  refuses("typ", quoted("JWT"));
  refuses("typ", quoted("DPoP+JWT"));
  refuses("jwk", "");
  refuses("jwk", "7");
  refuses("jwk", "{}");
  refuses("jwk", std::string(holder.private_jwk()));
  refuses("jwk", Holder().jwk());
  refuses("jwk", R"({"kty":"oct","k":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})");
  refuses("crit", R"(["x"])");
}

TEST_F(Proving, needs_an_algorithm_that_is_allowed) {
  settings.algorithms = {jose::Algorithm::ps256};
  EXPECT_EQ(code(), "jwt.dpop_proof");
}

TEST_F(Proving, needs_claims_that_fit_the_request) {
  const auto refuses = [&](const char* claim, const std::string& value) {
    const Members before = claims;
    claims[claim] = value;
    EXPECT_EQ(code(), "jwt.dpop_proof") << claim << ' ' << value;
    claims = before;
  };
  refuses("jti", "");
  refuses("jti", "1");
  refuses("jti", quoted(std::string(jose::DpopProof::kIdBytes + 1, 'a')));
  refuses("htm", "");
  refuses("htm", quoted("POST"));
  refuses("htm", quoted("get"));
  refuses("htu", "");
  for (const char* url :
       {"http://api.example/orders", "https://api.example/", "https://api.example:444/orders",
        "https://other.example/orders", "https://me@api.example/orders", "/orders",
        "https://api.example/Orders", "https://api.example/orders/", "ftp://api.example/orders"})
    refuses("htu", quoted(url));
  refuses("ath", quoted("x"));
  refuses("ath", "7");
  refuses("iat", "");
  refuses("iat", quoted("now"));
  refuses("iat", std::to_string(IssuerFake::now() - 61));
  refuses("iat", std::to_string(IssuerFake::now() + 61));
}

TEST_F(Proving, takes_other_spellings_of_one_url) {
  int id = 0;
  for (const char* url : {"https://API.example:443/orders", "HTTPS://api.example/orders?x=y#z",
                          "https://api.example/%6Frders", "https://api.example/a/../orders",
                          "https://api.example/./orders"}) {
    claims["jti"] = quoted(std::to_string(++id));
    claims["htu"] = quoted(url);
    EXPECT_EQ(code(), "") << url;
  }
}

TEST_F(Proving, knows_the_gateway_by_its_public_origin) {
  settings.origins = {http::parse_url("https://public.example").value()};
  EXPECT_EQ(code(), "jwt.dpop_proof");
  claims["htu"] = quoted("https://public.example/orders");
  EXPECT_EQ(code(), "");
}

TEST_F(Proving, needs_the_key_that_the_token_is_bound_to) {
  cnf = R"("cnf":{"jkt":")" + Holder().thumbprint() + "\"}";
  EXPECT_EQ(code(), "jwt.dpop_binding");
  for (const char* other : {"\"cnf\":{}", "\"cnf\":{\"jkt\":1}", "\"cnf\":{\"x5t#S256\":\"a\"}",
                            "\"cnf\":{\"jkt\":\"a\",\"jwk\":{}}"}) {
    cnf = other;
    EXPECT_EQ(code(), "jwt.unchecked_binding") << other;
  }
}

TEST_F(Proving, is_not_evaded_by_sending_the_token_as_bearer) {
  scheme = "Bearer ";
  EXPECT_EQ(code(), "jwt.dpop_binding");
  EXPECT_EQ(code(false), "jwt.dpop_binding");
}

TEST_F(Proving, is_asked_of_bound_tokens_or_of_all) {
  cnf = R"("sub":"anybody")";
  scheme = "Bearer ";
  EXPECT_EQ(code(false), "");
  EXPECT_FALSE(challenges_a_holder);
  settings.mode = Binding::required;
  EXPECT_EQ(code(false), "jwt.dpop_binding");
  settings.mode = Binding::if_bound;
  scheme = "DPoP ";
  EXPECT_EQ(code(), "jwt.dpop_binding");
}

TEST_F(Proving, is_explained_without_being_used_up) {
  exchange::Trace trace;
  fake.worker.trace = &trace;
  EXPECT_EQ(code(), "");
  EXPECT_EQ(trace.findings().back().step, "sender");
  EXPECT_EQ(trace.findings().back().outcome, exchange::Finding::Outcome::good);
  fake.worker.trace = nullptr;
  EXPECT_EQ(code(), "");
}

std::string faults_of(const std::string& dpop) {
  exchange::LoadFake load("issuer: a\njwks: '{\"keys\":[]}'\ndpop: " + dpop + "\n");
  const auto settings = settings_type(load.context()).decode(load.root(), load.faults);
  return load.faults.has_errors() ? load.faults.text() : "";
}

TEST(DpopConfig, is_a_mode_or_a_map) {
  for (const char* good : {"off", "ifBound", "required", "{mode: required, window: 5m}",
                           "{algorithms: [ES256, EdDSA], origins: ['https://api.example']}"})
    EXPECT_EQ(faults_of(good), "") << good;
  EXPECT_TRUE(faults_of("{algorithms: [HS256]}").contains("a shared secret proves nothing"));
  EXPECT_TRUE(faults_of("{nonce: true}").contains("not supported"));
  EXPECT_TRUE(faults_of("{origins: ['https://api.example/path']}").contains("expected an origin"));
  EXPECT_NE(faults_of("always"), "");
  EXPECT_NE(faults_of("{window: 1h}"), "");
}

TEST(DpopConfig, tells_clients_what_to_send) {
  exchange::LoadFake load("issuer: a\njwks: '{\"keys\":[]}'\ndpop: {algorithms: [ES256, ES384]}\n");
  const auto settings = settings_type(load.context()).decode(load.root(), load.faults);
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->challenge.dpop_algorithms, "ES256 ES384");
  EXPECT_TRUE(settings->challenge.offers_bearer);
  exchange::LoadFake strict("issuer: a\njwks: '{\"keys\":[]}'\ndpop: required\n");
  EXPECT_FALSE(settings_type(strict.context())
                   .decode(strict.root(), strict.faults)
                   ->challenge.offers_bearer);
}

}  // namespace
}  // namespace jg::policies::jwt
