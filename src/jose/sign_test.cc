#include "jose/sign.h"

#include <gtest/gtest.h>

#include "jose/codes.h"
#include "jose/keygen.h"
#include "jose/thumbprint.h"
#include "jose/verify.h"

namespace jg::jose {
namespace {

class EveryAlgorithm : public testing::TestWithParam<int> {
 protected:
  Algorithm algorithm() const { return static_cast<Algorithm>(GetParam()); }
};

TEST_P(EveryAlgorithm, makes_a_key_that_signs_what_its_set_verifies) {
  const auto generated = generate_key({.algorithm = algorithm()});
  ASSERT_TRUE(generated) << generated.error().detail;
  const auto key = SigningKey::parse(generated->private_jwk.reveal());
  ASSERT_TRUE(key) << key.error().code << key.error().detail;
  EXPECT_EQ(key->algorithm(), algorithm());
  EXPECT_EQ(key->kid(), generated->kid);
  const auto keys = KeySet::parse(generated->key_set.reveal(), {.symmetric = SymmetricKeys::allow});
  ASSERT_TRUE(keys && (*keys)->keys().size() == 1);

  Verifier verifier(*keys);
  for (int i = 0; i < 3; ++i) {  // the verifier uses its contexts again
    const auto text = sign_compact(*key, {{"kid", '"' + generated->kid + '"'}}, R"({"n":1})");
    ASSERT_TRUE(text);
    const auto token = UntrustedToken::parse(*text);
    ASSERT_TRUE(token);
    const auto verified = verifier.verify(*token);
    ASSERT_TRUE(verified) << verified.error().code;
    EXPECT_EQ(verified->algorithm(), algorithm());
    EXPECT_EQ(verified->kid(), generated->kid);
    EXPECT_EQ(verified->claims().find("n")->as_int(), 1);
  }
}

TEST_P(EveryAlgorithm, notices_changed_bytes) {
  const auto generated = generate_key({.algorithm = algorithm()});
  ASSERT_TRUE(generated);
  const auto key = SigningKey::parse(generated->private_jwk.reveal());
  const auto keys = KeySet::parse(generated->key_set.reveal(), {.symmetric = SymmetricKeys::allow});
  ASSERT_TRUE(key && keys && (*keys)->keys().size() == 1);
  const Jwk& jwk = (*keys)->keys().front();
  const auto signature = key->sign(algorithm(), "message");
  ASSERT_TRUE(signature);
  EXPECT_EQ(signature->size(), jwk.signature_bytes(algorithm()));
  ASSERT_TRUE(verify_signature(jwk, algorithm(), "message", *signature));
  EXPECT_FALSE(verify_signature(jwk, algorithm(), "messagf", *signature));
  // A MAC is compared by our own code, so there every position counts; the rest is OpenSSL's.
  const std::size_t step = facts(algorithm()).family == Family::hmac ? 1 : 16;
  for (std::size_t i = 0; i < signature->size(); i += step) {
    std::string changed = *signature;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(verify_signature(jwk, algorithm(), "message", changed)) << i;
  }
  for (const std::string& changed :
       {std::string(), *signature + '\0', '\0' + *signature, signature->substr(1),
        signature->substr(0, signature->size() - 1), std::string(signature->size(), '\0'),
        std::string(signature->size(), '\xff')})
    EXPECT_STREQ(verify_signature(jwk, algorithm(), "message", changed).error().code,
                 codes::kSignature);
}

std::string name_of(const testing::TestParamInfo<int>& info) {
  return std::string(name(static_cast<Algorithm>(info.param)));
}

INSTANTIATE_TEST_SUITE_P(Sign, EveryAlgorithm, testing::Range(0, static_cast<int>(kAlgorithmCount)),
                         name_of);

TEST(SigningKey, needs_its_private_part) {
  const auto generated = generate_key({.algorithm = Algorithm::es256});
  const auto set = json::Document::parse(generated->key_set.reveal());
  const auto key = SigningKey::parse(set->root().find("keys")->at(0)->dump());
  ASSERT_FALSE(key);
  EXPECT_STREQ(key.error().code, codes::kCannotSign);
}

TEST(SigningKey, refuses_a_private_number_of_another_point) {
  const auto one = generate_key({.algorithm = Algorithm::es256});
  const auto two = generate_key({.algorithm = Algorithm::es256});
  const auto jwk = json::Document::parse(one->private_jwk.reveal());
  const auto other = json::Document::parse(two->private_jwk.reveal());
  std::string text(one->private_jwk.reveal());
  const std::string d(*jwk->root().find("d")->as_string());
  text.replace(text.find(d), d.size(), *other->root().find("d")->as_string());
  EXPECT_STREQ(SigningKey::parse(text).error().code, codes::kKeyInvalid);
}

TEST(SigningKey, signs_with_its_own_algorithms_only) {
  const auto generated = generate_key({.algorithm = Algorithm::ps384});
  const auto key = SigningKey::parse(generated->private_jwk.reveal());
  EXPECT_STREQ(key->sign(Algorithm::rs256, "x").error().code, codes::kCannotSign);
}

TEST(SignCompact, refuses_a_second_alg) {
  const auto generated = generate_key({.algorithm = Algorithm::ed25519});
  const auto key = SigningKey::parse(generated->private_jwk.reveal());
  for (const std::vector<HeaderMember>& header :
       {std::vector<HeaderMember>{{"alg", "\"none\""}}, {{"a", "1"}, {"a", "2"}}, {{"a", "{"}}})
    EXPECT_STREQ(sign_compact(*key, header, "{}").error().code, codes::kCannotSign);
}

TEST(GenerateKey, bounds_rsa_sizes) {
  for (const std::size_t bits : {std::size_t{1024}, std::size_t{2047}, std::size_t{8193}})
    EXPECT_STREQ(generate_key({.algorithm = Algorithm::rs256, .rsa_bits = bits}).error().code,
                 codes::kKeyStrength);
}

TEST(GenerateKey, takes_the_id_it_is_given) {
  const auto generated = generate_key({.algorithm = Algorithm::es256, .kid = "mine"});
  EXPECT_EQ(generated->kid, "mine");
}

TEST(GenerateKey, keeps_the_private_part_out_of_the_set) {
  const auto generated = generate_key({.algorithm = Algorithm::rs256});
  for (const char* member : {"\"d\"", "\"p\"", "\"q\"", "\"dp\"", "\"dq\"", "\"qi\""})
    EXPECT_EQ(generated->key_set.reveal().find(member), std::string_view::npos) << member;
}

TEST(Thumbprint, agrees_with_rfc7638_section_3_1) {
  const auto jwk = json::Document::parse(
      R"({"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7)"
      R"(aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0)"
      R"(h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD0)"
      R"(8qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJ)"
      R"(zKnqDKgw","e":"AQAB","alg":"RS256","kid":"2011-04-29"})");
  ASSERT_TRUE(jwk);
  EXPECT_EQ(thumbprint(jwk->root()), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
}

TEST(Thumbprint, agrees_with_rfc8037_appendix_a_3) {
  const auto jwk = json::Document::parse(
      R"({"x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","crv":"Ed25519","kty":"OKP"})");
  ASSERT_TRUE(jwk);
  EXPECT_EQ(thumbprint(jwk->root()), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
}

}  // namespace
}  // namespace jg::jose
