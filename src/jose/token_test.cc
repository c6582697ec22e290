#include "jose/token.h"

#include <gtest/gtest.h>

#include "base/base64.h"
#include "jose/codes.h"

namespace jg::jose {
namespace {

std::string compact(std::string_view header, std::string_view payload = "{}",
                    std::string_view signature = "sig") {
  return base64url_encode(header) + '.' + base64url_encode(payload) + '.' +
         base64url_encode(signature);
}

// The code that parsing ends with; empty when it is accepted.
std::string code_of(std::string_view text, const TokenLimits& limits = {}) {
  const auto token = UntrustedToken::parse(text, limits);
  return token ? "" : token.error().code;
}

TEST(UntrustedToken, reads_the_header) {
  const auto token =
      UntrustedToken::parse(compact(R"({"typ":"at+jwt","kid":"k 1","alg":"ES256"})"));
  ASSERT_TRUE(token);
  EXPECT_EQ(token->algorithm(), Algorithm::es256);
  EXPECT_EQ(token->kid(), "k 1");
  EXPECT_EQ(token->typ(), "at+jwt");
}

TEST(UntrustedToken, needs_neither_kid_nor_typ) {
  const auto token = UntrustedToken::parse(compact(R"({"alg":"RS256"})"));
  ASSERT_TRUE(token);
  EXPECT_FALSE(token->kid());
  EXPECT_FALSE(token->typ());
}

TEST(UntrustedToken, ignores_unknown_header_members_of_any_type) {
  EXPECT_EQ(
      code_of(compact(R"({"alg":"RS256","x":1,"y":[{}],"z":null,"jwk":{"kty":"oct"},"jku":7})")),
      "");
}

TEST(UntrustedToken, refuses_every_spelling_of_none) {
  for (const char* alg :
       {"none", "None", "NONE", "nOnE", "n", "no", "", " none", "none ", "none\\u0000"})
    EXPECT_EQ(code_of(compact(std::string(R"({"alg":")") + alg + "\"}")), codes::kAlgorithm) << alg;
}

TEST(UntrustedToken, refuses_unknown_algorithms_byte_for_byte) {
  for (const char* alg :
       {"rs256", "RS256 ", "RS25", "RS2566", "HS1", "ES256k", "RSA-OAEP", "dir", "ESP256"})
    EXPECT_EQ(code_of(compact(std::string(R"({"alg":")") + alg + "\"}")), codes::kAlgorithm) << alg;
}

TEST(UntrustedToken, refuses_an_alg_that_is_missing_or_no_string) {
  for (const char* header : {"{}", R"({"alg":null})", R"({"alg":["RS256"]})", R"({"alg":256})"})
    EXPECT_EQ(code_of(compact(header)), codes::kMalformed) << header;
}

TEST(UntrustedToken, refuses_a_kid_or_typ_that_is_no_string) {
  for (const char* member : {R"("kid":1)", R"("kid":null)", R"("kid":["a"])", R"("typ":{})"})
    EXPECT_EQ(code_of(compact(std::string(R"({"alg":"RS256",)") + member + "}")), codes::kMalformed)
        << member;
}

TEST(UntrustedToken, refuses_any_crit) {
  for (const char* crit :
       {R"(["exp"])", R"(["b64"])", R"(["x","x"])", "[]", "null", "7", R"("exp")"})
    EXPECT_EQ(
        code_of(compact(std::string(R"({"alg":"RS256","b64":false,"x":1,"crit":)") + crit + "}")),
        codes::kCriticalHeader)
        << crit;
}

TEST(UntrustedToken, refuses_duplicate_members_even_when_escaped) {
  for (const char* header :
       {R"({"alg":"RS256","alg":"RS256"})", R"({"alg":"RS256","\u0061lg":"none"})",
        R"({"alg":"RS256","x":{"a":1,"a":2}})"})
    EXPECT_EQ(code_of(compact(header)), codes::kMalformed) << header;
  for (const char* payload : {R"({"exp":1,"\u0065xp":2})", R"({"a":[{"b":1,"b":1}]})"})
    EXPECT_EQ(code_of(compact(R"({"alg":"RS256"})", payload)), codes::kMalformed) << payload;
}

TEST(UntrustedToken, refuses_parts_that_are_no_json_objects) {
  for (const char* text : {"", "[]", "\"a\"", "1", "null", "{", "{} {}", "{\"a\":1,}",
                           "{\"a\":18446744073709551616}"}) {
    EXPECT_EQ(code_of(compact(text)), codes::kMalformed) << text;
    EXPECT_EQ(code_of(compact(R"({"alg":"RS256"})", text)), codes::kMalformed) << text;
  }
}

TEST(UntrustedToken, refuses_any_number_of_parts_but_three) {
  const std::string header = base64url_encode(R"({"alg":"RS256"})");
  for (const std::string& text : {std::string(), header, header + ".e30", "." + header + ".e30.AA",
                                  header + ".e30.AA.", header + ".e30.AA.AA", header + "..e30.AA"})
    EXPECT_EQ(code_of(text), codes::kMalformed) << text;
}

TEST(UntrustedToken, says_so_when_the_token_is_encrypted) {
  EXPECT_EQ(code_of("eyJhbGciOiJSU0EtT0FFUCJ9.a.b.c.d"), codes::kEncrypted);
  EXPECT_EQ(code_of("...."), codes::kEncrypted);
  EXPECT_EQ(code_of("....."), codes::kMalformed);
}

TEST(UntrustedToken, refuses_what_is_not_canonical_base64url) {
  const std::string header = base64url_encode(R"({"alg":"RS256"})");
  for (const char* rest : {".e30=.AA", ".e30.AA==", ".e30.AB", ".e30.A", ".e31.AA", ". e30.AA",
                           ".e30.A A", ".e30\n.AA", ".e30.+/", ".e3\xc3.AA"})
    EXPECT_EQ(code_of(header + rest), codes::kMalformed) << rest;
}

TEST(UntrustedToken, bounds_the_size_first) {
  const std::string token = compact(R"({"alg":"RS256"})");
  EXPECT_EQ(code_of(token, {.bytes = token.size()}), "");
  EXPECT_EQ(code_of(token, {.bytes = token.size() - 1}), codes::kTooLarge);
  EXPECT_EQ(code_of(std::string(1 << 20, '.')), codes::kTooLarge);
}

TEST(UntrustedToken, bounds_the_depth) {
  const std::string deep = "{\"a\":" + std::string(40, '[') + std::string(40, ']') + "}";
  EXPECT_EQ(code_of(compact(R"({"alg":"RS256"})", deep)), codes::kMalformed);
  EXPECT_EQ(code_of(compact(R"({"alg":"RS256"})", deep), {.depth = 64}), "");
}

TEST(UntrustedToken, finds_its_issuer_among_others_without_telling_it) {
  const std::vector<std::string_view> issuers = {"a", "b", "b", "c"};
  const auto find = [&](const std::string& payload) {
    const std::string text = compact(R"({"alg":"RS256"})", payload);
    return UntrustedToken::parse(text)->find_issuer(issuers);
  };
  EXPECT_EQ(find(R"({"iss":"a"})"), 0u);
  EXPECT_EQ(find(R"({"iss":"b"})"), 1u);
  EXPECT_EQ(find(R"({"iss":"c"})"), 3u);
  EXPECT_EQ(find(R"({"iss":"ab"})"), std::nullopt);
  EXPECT_EQ(find(R"({"iss":"d"})"), std::nullopt);
  EXPECT_EQ(find(R"({"iss":["a"]})"), std::nullopt);
  EXPECT_EQ(find("{}"), std::nullopt);
}

TEST(QuoteSafely, shows_nothing_that_could_forge_a_line) {
  EXPECT_EQ(quote_safely("a-b"), "\"a-b\"");
  EXPECT_EQ(quote_safely("a\n\"\\\x7f\xe2"), "\"a?????\"");
  EXPECT_EQ(quote_safely(std::string(65, 'k')), '"' + std::string(64, 'k') + "...\"");
}

}  // namespace
}  // namespace jg::jose
