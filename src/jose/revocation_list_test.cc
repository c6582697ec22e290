#include "jose/revocation_list.h"

#include <gtest/gtest.h>

namespace jg::jose {
namespace {

constexpr SystemTime kNow = std::chrono::sys_seconds(std::chrono::seconds(1'800'000'000));

std::string code_of(const std::string& text) {
  const auto list = RevocationList::parse(text);
  return list ? "" : list.error().code;
}

std::string found(const std::string& entries, const std::string& claims,
                  std::optional<std::string> kid = {}, SystemTime now = kNow) {
  const auto list = RevocationList::parse(R"({"revoked":[)" + entries + "]}");
  const auto document = json::Document::parse(claims);
  const TokenFacts facts({.algorithm = Algorithm::es256, .kid = std::move(kid)}, document->root());
  return std::string(list.value()->find(facts, now).value_or(""));
}

TEST(RevocationList, names_tokens_by_one_of_four_members) {
  const std::string entries =
      R"({"jti":"1"},{"sub":"alice","why":"left us"},{"kid":"k"},{"sid":"s"})";
  EXPECT_EQ(found(entries, R"({"jti":"1"})"), "jti");
  EXPECT_EQ(found(entries, R"({"sub":"alice"})"), "sub");
  EXPECT_EQ(found(entries, R"({"sid":"s"})"), "sid");
  EXPECT_EQ(found(entries, "{}", "k"), "kid");
  EXPECT_EQ(found(entries, R"({"jti":"alice","sub":"s","sid":"1","kid":"k"})", "1"), "");
  EXPECT_EQ(found(entries, R"({"jti":1})"), "");
  EXPECT_EQ(found("", R"({"jti":"1"})", "k"), "");
}

TEST(RevocationList, counts_an_entry_until_its_end) {
  const std::string entry = R"({"jti":"1","exp":1800000000})";
  EXPECT_EQ(found(entry, R"({"jti":"1"})", {}, kNow - std::chrono::seconds(1)), "jti");
  EXPECT_EQ(found(entry, R"({"jti":"1"})"), "");
  EXPECT_EQ(found(entry + R"(,{"jti":"1","exp":1800000001},{"jti":"1","exp":1})", R"({"jti":"1"})"),
            "jti");
  EXPECT_EQ(found(entry + R"(,{"jti":"1"})", R"({"jti":"1"})"), "jti");
}

TEST(RevocationList, is_refused_as_a_whole_when_an_entry_is_not_understood) {
  for (const char* entry :
       {"1", "{}", R"({"why":"x"})", R"({"jti":1})", R"({"jti":""})", R"({"jti":"a","sub":"b"})",
        R"({"jti":"a","exp":"soon"})", R"({"jti":"a","exp":-1})", R"({"jti":"a","jti":"b"})"})
    EXPECT_EQ(code_of(R"({"revoked":[{"jti":"good"},)" + std::string(entry) + "]}"),
              "revoked.malformed")
        << entry;
}

TEST(RevocationList, is_refused_when_it_is_none) {
  for (const char* text : {"", "[]", "{}", R"({"revoked":{}})", R"({"keys":[]})", "<html>"})
    EXPECT_EQ(code_of(text), "revoked.malformed") << text;
}

TEST(RevocationList, has_bounds) {
  std::string entries = R"({"jti":"a"})";
  std::string most = entries;
  for (std::size_t i = 1; i < RevocationList::kEntries; ++i) most += "," + entries;
  EXPECT_EQ(code_of(R"({"revoked":[)" + most + "]}"), "");
  EXPECT_EQ(code_of(R"({"revoked":[)" + most + "," + entries + "]}"), "revoked.too_many");
  EXPECT_EQ(code_of(std::string(RevocationList::kBytes + 1, ' ')), "revoked.too_large");
}

TEST(RevocationList, is_the_same_in_another_order) {
  const auto one = RevocationList::parse(R"({"revoked":[{"jti":"a"},{"sub":"b"}]})");
  const auto other = RevocationList::parse(R"({"revoked":[{"sub":"b"},{"jti":"a"}]})");
  EXPECT_TRUE(**one == **other);
}

}  // namespace
}  // namespace jg::jose
