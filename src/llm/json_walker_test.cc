#include "llm/json_walker.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace jg::llm {
namespace {

bool is_json(std::string_view text) {
  JsonWalker walker(text, 128);
  walker.skip_space();
  if (!walker.take_value(0)) return false;
  walker.skip_space();
  return walker.is_at_end();
}

TEST(JsonWalker, takes_numbers_of_any_size) {
  for (const std::string_view number :
       {"0", "-0", "-1.5e+10", "123456789012345678901234567890", "1e400", "0.1e-400"})
    EXPECT_TRUE(is_json(number)) << number;
  for (const std::string_view number :
       {"01", "+1", "1.", ".5", "1e", "-", "0x1", "NaN", "1e+", "--1"})
    EXPECT_FALSE(is_json(number)) << number;
}

TEST(JsonWalker, refuses_strings_that_are_not_utf8) {
  for (const std::string_view text :
       {"\"\xff\"", "\"\xc0\xa2\"", "\"\xed\xa0\x80\"", "\"\xf4\x90\x80\x80\"", "\"\xe2\x82\"",
        "\"\x80\"", "\"\xf0\x8f\xbf\xbf\""})
    EXPECT_FALSE(is_json(text));
  for (const std::string_view text :
       {"\"\xc3\xa9\"", "\"\xed\x9f\xbf\"", "\"\xf4\x8f\xbf\xbf\"", "\"\xe0\xa0\x80\""})
    EXPECT_TRUE(is_json(text));
}

TEST(JsonWalker, bounds_the_depth) {
  EXPECT_TRUE(is_json(std::string(128, '[') + std::string(128, ']')));
  EXPECT_FALSE(is_json(std::string(129, '[') + std::string(129, ']')));
  EXPECT_FALSE(is_json(std::string(100'000, '{')));
}

// y_ must be accepted, n_ refused; i_ may be either (nst/JSONTestSuite).
TEST(JsonWalker, agrees_with_the_json_test_suite) {
  const std::filesystem::path folder = JG_SHARED_DIR "/vectors/json/test_parsing";
  if (!std::filesystem::exists(folder)) {
    ASSERT_EQ(std::getenv("CI"), nullptr) << "no vectors in " << folder;
    GTEST_SKIP();
  }
  std::size_t cases = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const char expected = entry.path().filename().string().front();
    if (expected == 'y') {
      EXPECT_TRUE(is_json(text)) << entry.path();
    } else if (expected == 'n') {
      EXPECT_FALSE(is_json(text)) << entry.path();
    }
    ++cases;
  }
  EXPECT_GT(cases, 300u);
}

}  // namespace
}  // namespace jg::llm
