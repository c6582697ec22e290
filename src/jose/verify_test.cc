#include "jose/verify.h"

#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/base64.h"
#include "base/digest.h"
#include "jose/codes.h"
#include "jose/keygen.h"
#include "jose/sign.h"

namespace jg::jose {
namespace {

struct Issuer {
  explicit Issuer(Algorithm algorithm, std::optional<std::string> kid = "k")
      : generated(*generate_key({.algorithm = algorithm, .kid = std::move(kid)})),
        key(*SigningKey::parse(generated.private_jwk.reveal())) {}

  // A member of the set, without the braces.
  std::string jwk() const {
    const std::string_view set = generated.key_set.reveal();
    return std::string(set.substr(10, set.size() - 13));
  }
  std::string sign(const std::vector<HeaderMember>& header = {{"kid", "\"k\""}}) const {
    return *sign_compact(key, header, R"({"sub":"a"})");
  }

  GeneratedKey generated;
  SigningKey key;
};

std::string without(std::string jwk, std::string_view member) {
  const auto at = jwk.find(member);
  EXPECT_NE(at, jwk.npos);
  return jwk.erase(at, member.size());
}

std::shared_ptr<const KeySet> set_of(const std::vector<std::string>& keys) {
  std::string text = "{\"keys\":[";
  for (const std::string& key : keys) text += (text.back() == '[' ? "{" : ",{") + key + "}";
  return *KeySet::parse(text + "]}", {.symmetric = SymmetricKeys::allow});
}

// What verifying ends with; empty when the token is good.
std::string code_of(std::string_view token, std::shared_ptr<const KeySet> keys,
                    const VerifyRules& rules = {}) {
  const auto parsed = UntrustedToken::parse(token);
  if (!parsed) return parsed.error().code;
  const auto verified = Verifier(std::move(keys), rules).verify(*parsed);
  return verified ? "" : verified.error().code;
}

// A token whose header says HS*, with `secret` as the key of its MAC: what a confused verifier
// takes.
std::string forge(Algorithm algorithm, const std::string& secret) {
  const std::string header = R"({"alg":")" + std::string(name(algorithm)) + R"(","kid":"k"})";
  const std::string signed_bytes = base64url_encode(header) + ".e30";
  std::string padded =
      secret;  // HMAC pads short keys with zeros itself; our own signer wants them long
  padded.resize(std::max<std::size_t>(secret.size(), 64), '\0');
  const auto key = SigningKey::parse(R"({"kty":"oct","k":")" + base64url_encode(padded) + "\"}");
  return signed_bytes + '.' + base64url_encode(*key->sign(algorithm, signed_bytes));
}

std::string pem_of(const Jwk& key) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), &BIO_free);
  PEM_write_bio_PUBKEY(out.get(), key.pkey());
  char* data = nullptr;
  const long size = BIO_get_mem_data(out.get(), &data);
  return std::string(data, static_cast<std::size_t>(size));
}

TEST(Verifier, refuses_macs_made_with_public_keys) {
  for (const Algorithm real : {Algorithm::rs256, Algorithm::es256, Algorithm::ed25519}) {
    const Issuer issuer(real);
    const auto keys = set_of({issuer.jwk()});
    const std::string pem = pem_of(keys->keys().front());
    const std::string der = *base64_decode([&] {
      std::string text = pem.substr(pem.find('\n') + 1);
      text.erase(text.find("-----"));
      std::erase(text, '\n');
      return text;
    }());
    for (const Algorithm mac : {Algorithm::hs256, Algorithm::hs384, Algorithm::hs512})
      for (const std::string& secret :
           {pem, " " + pem, pem.substr(0, pem.size() - 1), der, issuer.jwk(),
            std::string(issuer.generated.key_set.reveal())})
        EXPECT_EQ(code_of(forge(mac, secret), keys), codes::kAlgorithm) << name(real) << name(mac);
  }
}

TEST(Verifier, ties_the_algorithm_to_the_key) {
  const Issuer ec(Algorithm::es256);
  for (const char* alg : {"RS256", "PS256", "HS256", "EdDSA", "ES384", "ES512", "ES256K"}) {
    std::string token = ec.sign();
    token.replace(0, token.find('.'),
                  base64url_encode(R"({"kid":"k","alg":")" + std::string(alg) + "\"}"));
    EXPECT_EQ(code_of(token, set_of({ec.jwk()})), codes::kAlgorithm) << alg;
  }
}

TEST(Verifier, takes_only_the_algorithm_a_key_pins) {
  const Issuer issuer(Algorithm::rs256);
  std::string pinned = issuer.jwk();
  pinned.replace(pinned.find("RS256"), 5, "PS256");
  EXPECT_EQ(code_of(issuer.sign(), set_of({issuer.jwk()})), "");
  EXPECT_EQ(code_of(issuer.sign(), set_of({without(issuer.jwk(), R"(,"alg":"RS256")")})), "");
  EXPECT_EQ(code_of(issuer.sign(), set_of({pinned})), codes::kAlgorithm);
}

TEST(Verifier, takes_only_the_algorithms_the_operator_allows) {
  const Issuer issuer(Algorithm::es256);
  EXPECT_EQ(code_of(issuer.sign(), set_of({issuer.jwk()}),
                    {.algorithms = AlgorithmSet{Algorithm::es256}}),
            "");
  EXPECT_EQ(code_of(issuer.sign(), set_of({issuer.jwk()}),
                    {.algorithms = AlgorithmSet{Algorithm::rs256}}),
            codes::kAlgorithm);
  EXPECT_EQ(code_of(issuer.sign(), set_of({issuer.jwk()}), {.algorithms = AlgorithmSet{}}),
            codes::kAlgorithm);
}

TEST(Verifier, knows_eddsa_by_both_names) {
  for (const Algorithm algorithm : {Algorithm::eddsa, Algorithm::ed25519}) {
    const Issuer issuer(algorithm);
    std::string other = issuer.jwk();
    if (algorithm == Algorithm::eddsa)
      other.replace(other.find("EdDSA"), 5, "Ed25519");
    else
      other.replace(other.find("\"Ed25519\",\"use"), 9, "\"EdDSA\"");
    EXPECT_EQ(code_of(issuer.sign(), set_of({other})), "") << other;
  }
  const Issuer ed448(Algorithm::ed448);
  const Issuer ed25519(Algorithm::ed25519);
  EXPECT_EQ(code_of(ed448.sign(), set_of({ed25519.jwk()})), codes::kAlgorithm);
}

TEST(Verifier, finds_the_key_by_id) {
  const Issuer a(Algorithm::es256, "a");
  const Issuer b(Algorithm::es256, "b");
  const auto keys = set_of({a.jwk(), b.jwk()});
  EXPECT_EQ(code_of(b.sign({{"kid", "\"b\""}}), keys), "");
  EXPECT_EQ(code_of(b.sign({{"kid", "\"a\""}}), keys), codes::kSignature);
  EXPECT_EQ(code_of(b.sign({{"kid", "\"c\""}}), keys), codes::kUnknownKey);
  EXPECT_EQ(code_of(b.sign({{"kid", "\"\""}}), keys), codes::kUnknownKey);
}

TEST(Verifier, tries_every_key_of_an_id) {
  const Issuer one(Algorithm::es256);
  const Issuer two(Algorithm::es256);
  const Issuer rsa(Algorithm::rs256);
  const auto keys = set_of({one.jwk(), rsa.jwk(), two.jwk()});
  for (const Issuer* issuer : {&one, &two, &rsa}) EXPECT_EQ(code_of(issuer->sign(), keys), "");
}

TEST(Verifier, tries_the_fitting_keys_when_the_token_names_none) {
  const Issuer ec(Algorithm::es256);
  const Issuer ed(Algorithm::eddsa);
  const auto keys = set_of({ed.jwk(), without(ec.jwk(), R"(,"kid":"k")")});
  EXPECT_EQ(code_of(ec.sign({}), keys), "");
  EXPECT_EQ(code_of(ed.sign({}), keys), "");
  EXPECT_EQ(code_of(Issuer(Algorithm::es256).sign({}), keys), codes::kSignature);
  EXPECT_EQ(code_of(Issuer(Algorithm::rs256).sign({}), keys), codes::kAlgorithm);
  EXPECT_EQ(code_of(ec.sign({}), set_of({})), codes::kUnknownKey);
}

TEST(Verifier, tries_no_more_candidates_than_it_may) {
  const Issuer good(Algorithm::es256);
  std::vector<std::string> keys(2, Issuer(Algorithm::es256).jwk());
  keys.push_back(good.jwk());
  EXPECT_EQ(code_of(good.sign({}), set_of(keys), {.candidates = 3}), "");
  EXPECT_EQ(code_of(good.sign({}), set_of(keys), {.candidates = 2}), codes::kSignature);
  EXPECT_EQ(code_of(good.sign(), set_of(keys), {.candidates = 2}), codes::kSignature);
}

TEST(Verifier, looks_at_no_key_inside_the_token) {
  const Issuer good(Algorithm::es256);
  const Issuer evil(Algorithm::es256);
  const std::string jwk = "{" + evil.jwk() + "}";
  EXPECT_EQ(code_of(evil.sign({{"kid", "\"k\""}, {"jwk", jwk}, {"jku", "\"http://evil.example\""}}),
                    set_of({good.jwk()})),
            codes::kSignature);
}

TEST(Verifier, refuses_a_signature_in_der) {
  const Issuer issuer(Algorithm::es256);
  const std::string raw = *issuer.key.sign(Algorithm::es256, "x");
  const auto keys = set_of({issuer.jwk()});
  const Jwk& key = keys->keys().front();
  EXPECT_FALSE(
      verify_signature(key, Algorithm::es256, "x",
                       "\x30\x44\x02\x20" + raw.substr(0, 32) + "\x02\x20" + raw.substr(32)));
}

TEST(Verifier, leaves_the_error_queue_as_it_was) {
  ERR_clear_error();
  ERR_raise(ERR_LIB_USER, 7);
  const unsigned long before = ERR_peek_last_error();
  for (const Algorithm algorithm :
       {Algorithm::rs256, Algorithm::ps256, Algorithm::es256, Algorithm::eddsa}) {
    const Issuer issuer(algorithm);
    std::string token = issuer.sign();
    const std::string other = Issuer(algorithm).sign();
    token = token.substr(0, token.rfind('.')) + other.substr(other.rfind('.'));
    EXPECT_EQ(code_of(token, set_of({issuer.jwk()})), codes::kSignature);
  }
  EXPECT_EQ(
      KeySet::parse(R"({"keys":[{"kty":"OKP","crv":"Ed448","x":"AAAA"}]})").value()->lost().size(),
      1u);
  EXPECT_EQ(ERR_peek_last_error(), before);
  EXPECT_EQ(ERR_get_error(), before);
  EXPECT_EQ(ERR_get_error(), 0u);
}

TEST(Verifier, leaves_a_trail_of_the_keys_it_came_by) {
  using Outcome = TriedKey::Outcome;
  const Issuer other(Algorithm::es256);
  const Issuer curve(Algorithm::eddsa);
  const Issuer ours(Algorithm::es256);
  const auto parsed = UntrustedToken::parse(ours.sign());
  Trail trail;
  const auto verified =
      Verifier(set_of({other.jwk(), curve.jwk(), ours.jwk(), ours.jwk()})).verify(*parsed, &trail);
  EXPECT_TRUE(verified);
  ASSERT_EQ(trail.size(), 3u);
  EXPECT_EQ(trail[0].outcome, Outcome::other_signature);
  EXPECT_EQ(trail[1].outcome, Outcome::other_algorithm);
  EXPECT_EQ(trail[2].outcome, Outcome::good);
  EXPECT_EQ(trail[2].key, 2u);
}

// More keys than are tried for one token, and ours at the end with this member.
std::shared_ptr<const KeySet> many_with(const Issuer& ours, const std::string& member) {
  std::vector<std::string> keys(12, Issuer(Algorithm::es256, std::nullopt).jwk());
  keys.push_back(ours.jwk() + "," + member);
  return set_of(keys);
}

TEST(Verifier, tries_the_key_first_whose_certificate_the_token_names) {
  const Issuer ours(Algorithm::es256, std::nullopt);
  const std::string text = base64url_encode(text_of(sha256("certificate")));
  const std::string other = base64url_encode(text_of(sha256("another")));
  const std::string by_digest = R"("x5t#S256":")" + text + "\"";
  const std::string by_certificate = R"("x5c":[")" + base64_encode("certificate") + "\"]";
  for (const std::string& member : {by_digest, by_certificate}) {
    const auto keys = many_with(ours, member);
    EXPECT_EQ(code_of(ours.sign({{"x5t#S256", "\"" + text + "\""}}), keys), "") << member;
    EXPECT_EQ(code_of(ours.sign({}), keys), codes::kSignature) << member;
    EXPECT_EQ(code_of(ours.sign({{"x5t#S256", "\"" + other + "\""}}), keys), codes::kSignature);
    EXPECT_EQ(code_of(ours.sign({{"x5t#S256", "7"}}), keys), codes::kSignature) << member;
  }
  const auto keys = many_with(ours, R"("x5t":"c2hhMQ")");
  EXPECT_EQ(code_of(ours.sign({{"x5t", "\"c2hhMQ\""}}), keys), "");
}

// Lessons 3.1, row CVE-2018-0114: what a header says of a key chooses no other than the named one.
TEST(Verifier, lets_no_certificate_stand_in_for_a_key_id) {
  const Issuer ours(Algorithm::es256, "ours");
  const auto keys = set_of({ours.jwk() + R"(,"x5t":"c2hhMQ")"});
  const std::string x5t = "\"c2hhMQ\"";
  EXPECT_EQ(code_of(ours.sign({{"kid", "\"other\""}, {"x5t", x5t}}), keys), codes::kUnknownKey);
  const Issuer forger(Algorithm::es256, "ours");
  EXPECT_EQ(code_of(forger.sign({{"x5t", x5t}, {"jwk", "{" + forger.jwk() + "}"}}), keys),
            codes::kSignature);
}

TEST(Verifier, tells_nothing_of_the_token_but_its_key_id) {
  const Issuer issuer(Algorithm::es256);
  const auto token = UntrustedToken::parse(issuer.sign({{"kid", "\"a\\nb\""}}));
  const auto verified = Verifier(set_of({issuer.jwk()})).verify(*token);
  ASSERT_FALSE(verified);
  EXPECT_EQ(verified.error().detail, "no key has the id \"a?b\"");
}

TEST(Verifier, says_why_the_key_it_names_cannot_be_used) {
  const Issuer issuer(Algorithm::es256);
  std::string jwk = issuer.jwk();
  jwk.replace(jwk.find("\"sig\""), 5, "\"enc\"");
  const auto verified = Verifier(set_of({jwk})).verify(*UntrustedToken::parse(issuer.sign()));
  ASSERT_FALSE(verified);
  EXPECT_STREQ(verified.error().code, codes::kUnknownKey);
  EXPECT_EQ(verified.error().detail,
            "the key with the id \"k\" cannot be used: \"use\" is not \"sig\"");
}

TEST(Verifier, accepts_the_tokens_of_the_documentation) {
  const std::filesystem::path folder = JG_SHARED_DIR "/vectors/jwt-example";
  if (!std::filesystem::exists(folder)) {
    ASSERT_EQ(std::getenv("CI"), nullptr) << "no vectors at " << folder;
    GTEST_SKIP() << "no vectors at " << folder;
  }
  const auto read = [&](const char* name) {
    std::ifstream file(folder / name);
    std::stringstream text;
    text << file.rdbuf();
    std::string all = text.str();
    all.erase(all.find_last_not_of(" \n") + 1);
    return all;
  };
  const auto keys = KeySet::parse(read("pub-key"));
  ASSERT_TRUE(keys && (*keys)->lost().empty());
  Verifier verifier(*keys);
  for (const char* name : {"example1.key", "example2.key"}) {
    const auto token = UntrustedToken::parse(read(name));
    ASSERT_TRUE(token) << name;
    const auto verified = verifier.verify(*token);
    ASSERT_TRUE(verified) << name;
    EXPECT_EQ(verified->claims().find("iss")->as_string(), "agentgateway.dev");
    EXPECT_EQ(verified->typ(), "JWT");
  }
}

}  // namespace
}  // namespace jg::jose
