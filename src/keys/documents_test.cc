#include "keys/documents.h"

#include <gtest/gtest.h>

namespace jg::keys {
namespace {

constexpr const char* kIssuer = "https://idp.example";
constexpr const char* kUrl = "https://idp.example/.well-known/openid-configuration";
// RFC 8037 appendix A.2.
constexpr const char* kKey =
    R"({"kid":"a","kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})";

fetch::Answer answer(std::string body, std::string type = "application/json") {
  fetch::Answer out;
  out.body = std::move(body);
  out.content_type = std::move(type);
  return out;
}

std::string keys_code(const fetch::Answer& from) {
  const auto keys = read_key_set(from);
  return keys ? "" : keys.error().code;
}

std::string found(const std::string& body, const char* url = kUrl) {
  const auto keys = read_discovery(answer(body), url, kIssuer);
  return keys ? *keys : keys.error().code;
}

TEST(KeySetDocument, has_keys) {
  const std::string one = R"({"keys":[)" + std::string(kKey) + "]}";
  for (const char* type : {"application/json", "application/jwk-set+json; charset=utf-8",
                           "application/octet-stream", "text/plain", ""})
    EXPECT_EQ(keys_code(answer(one, type)), "") << type;
  EXPECT_EQ(keys_code(answer(one, "text/html; charset=utf-8")), "keys.content");
}

TEST(KeySetDocument, loses_a_broken_key_but_not_the_others) {
  const auto keys =
      read_key_set(answer(R"({"keys":[{"kty":"X"},{"kid":"b","kty":"RSA","n":"AA","e":"AQAB"},)" +
                          std::string(kKey) + "]}"));
  ASSERT_TRUE(keys);
  EXPECT_EQ((*keys)->keys().size(), 1u);
  EXPECT_EQ((*keys)->lost().size(), 2u);
}

TEST(KeySetDocument, is_refused_as_a_whole) {
  EXPECT_EQ(keys_code(answer("<html>")), "jwks.malformed");
  EXPECT_EQ(keys_code(answer("")), "jwks.malformed");
  EXPECT_EQ(keys_code(answer("[]")), "jwks.malformed");
  EXPECT_EQ(keys_code(answer(R"({"keys":[]})")), "keys.none");
  EXPECT_EQ(keys_code(answer(R"({"keys":[{"kty":"oct","k":"AAAA"}]})")), "keys.none");
  std::string many = R"({"keys":[{})";
  for (int i = 0; i < 256; ++i) many += ",{}";
  EXPECT_EQ(keys_code(answer(many + "]}")), "jwks.too_many_keys");
}

TEST(Discovery, names_the_keys_of_its_issuer) {
  EXPECT_EQ(found(R"({"issuer":"https://idp.example","jwks_uri":"https://keys.example/k"})"),
            "https://keys.example/k");
  EXPECT_EQ(found(R"({"issuer":"https://idp.example","jwks_uri":"http://keys.example/k"})",
                  "http://idp.example/d"),
            "http://keys.example/k");
}

TEST(Discovery, is_refused_when_it_is_another_issuers) {
  EXPECT_EQ(found(R"({"issuer":"https://idp.example/","jwks_uri":"https://keys.example/k"})"),
            "keys.issuer");
  EXPECT_EQ(found(R"({"jwks_uri":"https://keys.example/k"})"), "keys.issuer");
  EXPECT_EQ(found(R"({"issuer":["https://idp.example"],"jwks_uri":"https://keys.example/k"})"),
            "keys.issuer");
}

TEST(Discovery, is_refused_without_a_usable_url) {
  EXPECT_EQ(found("<html>"), "keys.discovery");
  EXPECT_EQ(found(R"({"issuer":"https://idp.example"})"), "keys.discovery");
  EXPECT_EQ(found(R"({"issuer":"https://idp.example","jwks_uri":"file:///etc/passwd"})"),
            "keys.discovery");
  EXPECT_EQ(found(R"({"issuer":"https://idp.example","jwks_uri":"http://keys.example/k"})"),
            "keys.discovery");
}

}  // namespace
}  // namespace jg::keys
