#include "json/value.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "json/text.h"

namespace jg::json {
namespace {

Value parse(Document& keep, std::string_view text, Limits limits = {}) {
  auto parsed = Document::parse(text, limits);
  EXPECT_TRUE(parsed.has_value()) << text;
  if (parsed) keep = std::move(*parsed);
  return keep.root();
}

TEST(JsonValue, reads_each_kind) {
  Document keep;
  const Value root = parse(
      keep,
      R"({"a":null,"b":true,"c":-5,"d":18446744073709551615,"e":1.5,"f":"x\u00e9","g":[1,[2,3],4],"h":{}})");
  EXPECT_TRUE(root.find("a")->is_null());
  EXPECT_EQ(root.find("b")->as_bool(), true);
  EXPECT_EQ(root.find("c")->as_int(), -5);
  EXPECT_EQ(root.find("d")->as_uint(), 18446744073709551615ULL);
  EXPECT_EQ(root.find("d")->as_int(), std::nullopt);
  EXPECT_EQ(root.find("e")->as_double(), 1.5);
  EXPECT_EQ(root.find("f")->as_string(), "x\xc3\xa9");
  EXPECT_EQ(root.find("g")->at(2)->as_int(), 4);
  EXPECT_EQ(root.find("g")->at(1)->at(1)->as_int(), 3);
  EXPECT_EQ(root.find("h")->size(), 0u);
  EXPECT_FALSE(root.find("i"));
}

TEST(JsonValue, dumps_what_it_read) {
  Document keep;
  const std::string text = R"({"a":[1,"two\n",{"b":null}],"c":1.5,"d":false})";
  EXPECT_EQ(parse(keep, text).dump(), text);
}

TEST(JsonDocument, takes_little_more_memory_than_what_it_says) {
  const std::string text = R"({"iss":"https://issuer.example","sub":"ann","exp":1900000000})";
  const auto document = Document::parse(text);
  ASSERT_TRUE(document);
  EXPECT_GT(document->bytes(), 30u);
  EXPECT_LT(document->bytes(), 400u);
  EXPECT_EQ(Document().bytes(), 0u);
}

TEST(JsonDocument, refuses_duplicate_members_at_any_depth) {
  EXPECT_STREQ(Document::parse(R"({"a":1,"b":[{"x":1,"y":2,"x":3}]})").error().code,
               "json.duplicate_member");
  std::string many = "{";
  for (int i = 0; i < 40; ++i) many += "\"k" + std::to_string(i) + "\":0,";
  EXPECT_STREQ(Document::parse(many + "\"k7\":1}").error().code, "json.duplicate_member");
  EXPECT_TRUE(Document::parse(R"({"a":1,"a":2})", {.duplicates = Duplicates::allow}));
}

TEST(JsonDocument, refuses_duplicates_that_differ_only_in_spelling) {
  EXPECT_FALSE(Document::parse(R"({"ab":1,"\u0061b":2})"));
}

TEST(JsonDocument, bounds_depth_and_size) {
  EXPECT_TRUE(Document::parse(std::string(60, '[') + std::string(60, ']')));
  EXPECT_STREQ(Document::parse(std::string(5000, '[') + std::string(5000, ']')).error().code,
               "json.too_deep");
  EXPECT_STREQ(Document::parse("[1]", {.bytes = 2}).error().code, "json.too_large");
  EXPECT_TRUE(Document::parse("[1]", {.bytes = 3}));
}

TEST(JsonText, replaces_bytes_that_are_not_utf8) {
  std::string out;
  append_quoted(out, "a\xff\xc3\xa9\xed\xa0\x80\x01\"");
  EXPECT_EQ(out, "\"a\xef\xbf\xbd\xc3\xa9\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\\u0001\\\"\"");
}

TEST(JsonDocument, agrees_with_JSONTestSuite) {
  const std::filesystem::path folder = JG_SHARED_DIR "/vectors/json/test_parsing";
  if (!std::filesystem::exists(folder)) {
    ASSERT_EQ(std::getenv("CI"), nullptr) << "no vectors at " << folder;
    GTEST_SKIP() << "no vectors at " << folder;
  }
  int seen = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename();
    std::ifstream file(entry.path(), std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    const bool accepted =
        Document::parse(text.str(), {.depth = 1024, .duplicates = Duplicates::allow}).has_value();
    if (name.starts_with("y_")) {
      EXPECT_TRUE(accepted) << name;
    }
    if (name.starts_with("n_")) {
      EXPECT_FALSE(accepted) << name;
    }
    ++seen;
  }
  EXPECT_GT(seen, 300);
}

}  // namespace
}  // namespace jg::json
