#include "jose/key_set.h"

#include <gtest/gtest.h>

#include "base/base64.h"
#include "jose/codes.h"
#include "jose/keygen.h"

namespace jg::jose {
namespace {

// RFC 7515 appendix A.3 and RFC 8037 appendix A.2.
const std::string kEc =
    R"("kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)"
    R"("y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0")";
const std::string kEd =
    R"("kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")";
const std::string kSecret =
    R"("kty":"oct","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75)"
    R"(aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow")";  // 64 bytes

std::string rsa(std::size_t bits, std::string_view e = {"\x01\x00\x01", 3}) {
  std::string n((bits + 7) / 8, '\xff');
  if (bits % 8 != 0) n[0] = static_cast<char>((1 << bits % 8) - 1);
  return R"("kty":"RSA","n":")" + base64url_encode(n) + R"(","e":")" + base64url_encode(e) + '"';
}

std::string set_of(const std::vector<std::string>& keys) {
  std::string out = "{\"keys\":[";
  for (const std::string& key : keys) out += (out.back() == '[' ? "{" : ",{") + key + "}";
  return out + "]}";
}

std::shared_ptr<const KeySet> parse(const std::vector<std::string>& keys,
                                    SymmetricKeys symmetric = SymmetricKeys::allow) {
  auto set = KeySet::parse(set_of(keys), {.symmetric = symmetric});
  EXPECT_TRUE(set);
  return set ? *set : nullptr;
}

// Why the one key is lost; empty when it is usable.
std::string loss_of(const std::string& key, SymmetricKeys symmetric = SymmetricKeys::allow) {
  const auto set = parse({key}, symmetric);
  return set->lost().empty() ? "" : set->lost().front().code;
}

AlgorithmSet algorithms_of(const std::string& key) {
  const auto set = parse({key});
  return set->keys().empty() ? AlgorithmSet() : set->keys().front().algorithms();
}

TEST(KeySet, is_the_same_in_another_order_and_wording) {
  const std::string one = R"("kid":"1",)" + kEc, two = R"("kid":"2",)" + kEd;
  const auto set = parse({one, two});
  EXPECT_TRUE(set->has_same_keys(*parse({two, one})));
  EXPECT_TRUE(set->has_same_keys(*parse({two + R"(,"x5t":"abc")", one})));
}

TEST(KeySet, is_another_when_a_key_came_went_or_changed) {
  const std::string one = R"("kid":"1",)" + kEc, two = R"("kid":"2",)" + kEd;
  const auto set = parse({one, two});
  for (const auto& other :
       std::vector<std::vector<std::string>>{{one},
                                             {one, one},
                                             {one, two, R"("kid":"3",)" + kEc},
                                             {one, R"("kid":"3",)" + kEd},
                                             {one, R"("kid":"2",)" + rsa(2048)},
                                             {one + R"(,"alg":"ES256")", R"("kid":"2",)" + kEc}}) {
    EXPECT_FALSE(set->has_same_keys(*parse(other)));
    EXPECT_FALSE(parse(other)->has_same_keys(*set));
  }
}

TEST(KeySet, reads_each_kind_of_key) {
  for (const Algorithm algorithm :
       {Algorithm::es384, Algorithm::es512, Algorithm::es256k, Algorithm::ed448}) {
    const auto generated = generate_key({.algorithm = algorithm});
    EXPECT_EQ((*KeySet::parse(generated->key_set.reveal()))->keys().size(), 1u) << name(algorithm);
  }
  for (const std::string& key : {rsa(2048), rsa(8192), kEc, kEd, kSecret})
    EXPECT_EQ(loss_of(key), "");
}

TEST(KeySet, takes_the_algorithms_from_the_key) {
  using enum Algorithm;
  EXPECT_EQ(algorithms_of(rsa(2048)), (AlgorithmSet{rs256, rs384, rs512, ps256, ps384, ps512}));
  EXPECT_EQ(algorithms_of(kEc), AlgorithmSet{es256});
  EXPECT_EQ(algorithms_of(kEd), (AlgorithmSet{eddsa, ed25519}));
  EXPECT_EQ(algorithms_of(kSecret), (AlgorithmSet{hs256, hs384, hs512}));
  EXPECT_EQ(algorithms_of(rsa(2048) + R"(,"alg":"PS256")"), AlgorithmSet{ps256});
  EXPECT_EQ(algorithms_of(kEd + R"(,"alg":"EdDSA")"), (AlgorithmSet{eddsa, ed25519}));
  EXPECT_EQ(algorithms_of(kEd + R"(,"alg":"Ed25519")"), (AlgorithmSet{eddsa, ed25519}));
}

TEST(KeySet, loses_a_key_whose_alg_does_not_fit) {
  for (const std::string& key :
       {rsa(2048) + R"(,"alg":"HS256")", rsa(2048) + R"(,"alg":"ES256")",
        rsa(2048) + R"(,"alg":"RSA-OAEP")", rsa(2048) + R"(,"alg":"none")",
        kEc + R"(,"alg":"ES384")", kEc + R"(,"alg":"ES256K")", kEd + R"(,"alg":"Ed448")",
        kSecret + R"(,"alg":"RS256")", kEc + R"(,"alg":"")"})
    EXPECT_EQ(loss_of(key), codes::kKeyAlgorithm) << key;
}

TEST(KeySet, honours_use_and_key_ops) {
  for (const char* good :
       {R"("use":"sig")", R"("key_ops":["verify"])", R"("key_ops":["sign","verify"],"use":"sig")"})
    EXPECT_EQ(loss_of(kEc + "," + good), "") << good;
  for (const char* bad :
       {R"("use":"enc")", R"("use":"")", R"("use":"tls")", R"("key_ops":["sign"])",
        R"("key_ops":[])", R"("key_ops":["encrypt"],"use":"sig")",
        R"("use":"enc","key_ops":["verify"])"})
    EXPECT_EQ(loss_of(kEc + "," + bad), codes::kKeyUse) << bad;
}

TEST(KeySet, loses_a_key_with_ill_typed_members) {
  for (const char* bad :
       {R"("use":1)", R"("key_ops":"verify")", R"("key_ops":["verify",1])", R"("alg":null)",
        R"("kid":7)", R"("kid":null)", R"("x":"AA")", R"("\u0078":"f83O")"})
    EXPECT_EQ(loss_of(kEc + "," + bad), codes::kKeyMalformed) << bad;
  EXPECT_EQ(loss_of(R"("kty":1)"), codes::kKeyMalformed);
  EXPECT_EQ(loss_of(R"("crv":"P-256")"), codes::kKeyMalformed);
  EXPECT_EQ(loss_of(R"("kty":"EC")"), codes::kKeyMalformed);
}

TEST(KeySet, ignores_members_it_does_not_know) {
  EXPECT_EQ(loss_of(kEc + R"(,"x5c":[7],"x5t":{},"issuer":null,"d":"not even base64!","crv2":1)"),
            "");
}

TEST(KeySet, loses_kinds_it_does_not_know) {
  for (const char* key :
       {R"("kty":"AKP")", R"("kty":"rsa")", R"("kty":"EC","crv":"P-192")",
        R"("kty":"OKP","crv":"X25519","x":"AA")", R"("kty":"OKP","crv":"P-256","x":"AA")",
        R"("kty":"EC","crv":"Ed25519","x":"AA","y":"AA")"})
    EXPECT_EQ(loss_of(key), codes::kKeyType) << key;
}

TEST(KeySet, bounds_rsa_keys) {
  EXPECT_EQ(loss_of(rsa(2047)), codes::kKeyStrength);
  EXPECT_EQ(loss_of(rsa(1024)), codes::kKeyStrength);
  EXPECT_EQ(loss_of(rsa(8193)), codes::kKeyStrength);
  EXPECT_EQ(loss_of(rsa(2048, "\x03")), "");
  EXPECT_EQ(loss_of(rsa(2048, std::string(8, '\xff'))), "");
  for (const std::string& e : {std::string("\x01"), std::string("\x02"), std::string("\x04"),
                               std::string("\x01\x00\x00", 3), std::string(9, '\xff')})
    EXPECT_EQ(loss_of(rsa(2048, e)), codes::kKeyStrength) << base64url_encode(e);
  EXPECT_EQ(loss_of(rsa(2048, std::string(1, '\0'))), codes::kKeyMalformed);
  EXPECT_EQ(loss_of(R"("kty":"RSA","e":"AQAB")"), codes::kKeyMalformed);
  EXPECT_EQ(loss_of(R"("kty":"RSA","n":"","e":"AQAB")"), codes::kKeyMalformed);
}

TEST(KeySet, refuses_an_even_modulus) {
  std::string n(256, '\xff');
  n.back() = '\xfe';
  EXPECT_EQ(loss_of(R"("kty":"RSA","e":"AQAB","n":")" + base64url_encode(n) + '"'),
            codes::kKeyInvalid);
}

TEST(KeySet, takes_a_modulus_with_a_leading_zero) {
  const std::string n = std::string(1, '\0') + std::string(256, '\xff');
  EXPECT_EQ(loss_of(R"("kty":"RSA","e":"AQAB","n":")" + base64url_encode(n) + '"'), "");
}

TEST(KeySet, needs_points_on_their_curve_in_full_length) {
  const auto ec = [](const std::string& x, const std::string& y) {
    return R"("kty":"EC","crv":"P-256","x":")" + base64url_encode(x) + R"(","y":")" +
           base64url_encode(y) + '"';
  };
  const std::string x = *base64url_decode("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU");
  const std::string y = *base64url_decode("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0");
  EXPECT_EQ(loss_of(ec(x, y)), "");
  EXPECT_EQ(loss_of(ec(y, x)), codes::kKeyInvalid);
  EXPECT_EQ(loss_of(ec(std::string(32, '\0'), std::string(32, '\0'))), codes::kKeyInvalid);
  EXPECT_EQ(loss_of(ec(std::string(32, '\xff'), y)), codes::kKeyInvalid);
  EXPECT_EQ(loss_of(ec(x, std::string(1, '\0') + y)), codes::kKeyMalformed);
  EXPECT_EQ(loss_of(ec(x.substr(1), y)), codes::kKeyMalformed);
  EXPECT_EQ(loss_of(R"("kty":"OKP","crv":"Ed25519","x":"AAAA")"), codes::kKeyMalformed);
}

TEST(KeySet, takes_secrets_only_when_told_to) {
  EXPECT_EQ(loss_of(kSecret, SymmetricKeys::refuse), codes::kKeySymmetric);
  EXPECT_EQ(loss_of(kSecret, SymmetricKeys::allow), "");
}

TEST(KeySet, needs_secrets_as_long_as_their_hash) {
  using enum Algorithm;
  const auto secret = [](std::size_t size) {
    return R"("kty":"oct","k":")" + base64url_encode(std::string(size, 'k')) + '"';
  };
  EXPECT_EQ(loss_of(secret(31)), codes::kKeyStrength);
  EXPECT_EQ(algorithms_of(secret(32)), AlgorithmSet{hs256});
  EXPECT_EQ(algorithms_of(secret(48)), (AlgorithmSet{hs256, hs384}));
  EXPECT_EQ(loss_of(secret(63) + R"(,"alg":"HS512")"), codes::kKeyStrength);
  EXPECT_EQ(loss_of(R"("kty":"oct","k":"")"), codes::kKeyMalformed);
}

TEST(KeySet, loses_bad_keys_and_keeps_the_others) {
  const auto set = parse(
      {kEc + R"(,"kid":"a")", rsa(1024) + R"(,"kid":"b")", kEd + R"(,"kid":"c")", R"("kty":"?")"});
  ASSERT_EQ(set->keys().size(), 2u);
  ASSERT_EQ(set->lost().size(), 2u);
  EXPECT_EQ(set->lost()[0].index, 1u);
  EXPECT_EQ(set->lost()[0].kid, "b");
  EXPECT_FALSE(set->lost()[0].reason.empty());
  EXPECT_EQ(set->lost()[1].index, 3u);
  EXPECT_EQ(set->lost()[1].kid, std::nullopt);
}

TEST(KeySet, loses_what_is_no_object) {
  const auto set = KeySet::parse(R"({"keys":[7,null,[],"a"]})");
  ASSERT_TRUE(set);
  EXPECT_EQ((*set)->lost().size(), 4u);
}

TEST(KeySet, finds_all_keys_of_an_id_in_order) {
  const auto set =
      parse({kEd + R"(,"kid":"b")", kEc + R"(,"kid":"a")", kEc, kEc + R"(,"kid":"b")"});
  const auto found = set->find_kid("b");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0], 0u);
  EXPECT_EQ(found[1], 3u);
  EXPECT_EQ(set->find_kid("a").size(), 1u);
  EXPECT_TRUE(set->find_kid("").empty());
  EXPECT_TRUE(set->find_kid("B").empty());
}

TEST(KeySet, may_be_empty) {
  EXPECT_TRUE(parse({})->keys().empty());
  EXPECT_TRUE(KeySet().find_kid("a").empty());
}

TEST(KeySet, refuses_what_is_no_set) {
  for (const char* text :
       {"", "{", "[]", "{}", "null", R"({"keys":{}})", R"({"keys":[],"keys":[]})",
        R"({"kty":"oct","k":"AA"})", R"({"Keys":[]})", R"({"keys":[}])"}) {
    const auto set = KeySet::parse(text);
    ASSERT_FALSE(set) << text;
    EXPECT_STREQ(set.error().code, codes::kSetMalformed) << text;
  }
}

TEST(KeySet, bounds_bytes_and_keys) {
  const std::string text = set_of({kEc, kEc});
  EXPECT_TRUE(KeySet::parse(text, {.bytes = text.size(), .keys = 2}));
  EXPECT_STREQ(KeySet::parse(text, {.bytes = text.size() - 1}).error().code, codes::kSetTooLarge);
  EXPECT_STREQ(KeySet::parse(text, {.keys = 1}).error().code, codes::kSetTooManyKeys);
}

TEST(KeySet, shows_no_key_in_a_reason) {
  for (const std::string& key :
       {kSecret + R"(,"alg":"RS256")", std::string(R"("kty":"oct","k":"c2VjcmV0")")}) {
    const auto set = parse({key});
    ASSERT_EQ(set->lost().size(), 1u);
    EXPECT_EQ(set->lost()[0].reason.find("c2VjcmV0"), std::string::npos);
    EXPECT_EQ(set->lost()[0].reason.find("AyM1"), std::string::npos);
  }
}

}  // namespace
}  // namespace jg::jose
