#include "telemetry/escape.h"

#include <gtest/gtest.h>

#include <string>

namespace jg::telemetry {
namespace {

std::string quoted(std::string_view text) {
  std::string out;
  append_quoted(out, text);
  return out;
}

std::string value(std::string_view text) {
  std::string out;
  append_value(out, text);
  return out;
}

std::string printable(std::string_view text) {
  std::string out;
  append_printable(out, text);
  return out;
}

TEST(Escape, leaves_a_plain_value_bare) {
  EXPECT_EQ(value("/v1/models?"), "/v1/models?");
  EXPECT_EQ(value("[::1]:8080"), "[::1]:8080");
}

TEST(Escape, quotes_what_would_end_or_split_a_value) {
  EXPECT_EQ(value("a b"), R"("a b")");
  EXPECT_EQ(value("a=b"), R"("a=b")");
  EXPECT_EQ(value(R"(a"b)"), R"("a\"b")");
  EXPECT_EQ(value(R"(a\b)"), R"("a\\b")");
  EXPECT_EQ(value(""), R"("")");
}

TEST(Escape, keeps_line_ends_and_controls_out) {
  EXPECT_EQ(quoted("a\r\nb\tc"), R"("a\r\nb\tc")");
  EXPECT_EQ(quoted(std::string_view("\0\x1b[2J\x7f", 6)), R"("\u0000\u001b[2J\u007f")");
}

TEST(Escape, keeps_c1_controls_and_separators_out) {
  EXPECT_EQ(quoted("\xc2\x9b"), R"("\u009b")");
  EXPECT_EQ(quoted("\xe2\x80\xa8"), R"("\u2028")");
}

TEST(Escape, keeps_direction_changes_out) {
  EXPECT_EQ(quoted("\xe2\x80\xae"), R"("\u202e")");
  EXPECT_EQ(quoted("\xe2\x81\xa6"), R"("\u2066")");
  EXPECT_EQ(quoted("\xef\xbb\xbf"), R"("\ufeff")");
}

TEST(Escape, keeps_other_characters_as_they_are) {
  EXPECT_EQ(quoted("gr\xc3\xbc\xc3\x9f \xe2\x82\xac \xf0\x9f\x98\x80"),
            "\"gr\xc3\xbc\xc3\x9f \xe2\x82\xac \xf0\x9f\x98\x80\"");
}

TEST(Escape, replaces_bytes_that_are_no_utf8) {
  constexpr std::string_view kR = "\xef\xbf\xbd";
  const std::string one = '"' + std::string(kR) + '"';
  EXPECT_EQ(quoted("\xff"), one);
  EXPECT_EQ(quoted("\xc3"), one);                                                // cut short
  EXPECT_EQ(quoted("\xc0\x80"), '"' + std::string(kR) + std::string(kR) + '"');  // overlong
  EXPECT_EQ(quoted("\xed\xa0\x80"),
            '"' + std::string(kR) + std::string(kR) + std::string(kR) + '"');  // surrogate
  EXPECT_EQ(quoted("\xc3\"x"), '"' + std::string(kR) + "\\\"x\"");  // a lead byte swallows no quote
}

TEST(Escape, cuts_a_long_value) {
  EXPECT_EQ(value(std::string(kMaxValueBytes, 'a')).size(), kMaxValueBytes);
  EXPECT_EQ(value(std::string(kMaxValueBytes + 1, 'a')),
            '"' + std::string(kMaxValueBytes, 'a') + "...\"");
}

TEST(Escape, clips_between_characters) {
  EXPECT_EQ(clip("ab\xe2\x82\xac", 4), "ab");
  EXPECT_EQ(clip("ab\xe2\x82\xac", 5), "ab\xe2\x82\xac");
  EXPECT_EQ(clip("abc", 2), "ab");
  EXPECT_EQ(clip(std::string(10, '\x80'), 6).size(), 3u);
}

TEST(Escape, makes_text_printable_once_and_for_all) {
  const std::string once = printable("a\x01\xff\xe2\x80\xae\"\\b");
  EXPECT_EQ(once, "a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"\\b");
  EXPECT_EQ(printable(once), once);
}

}  // namespace
}  // namespace jg::telemetry
