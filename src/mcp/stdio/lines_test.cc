#include "mcp/stdio/lines.h"

#include <gtest/gtest.h>

#include <vector>

namespace jg::mcp {
namespace {

std::vector<std::string> read(Lines& lines, std::string_view input) {
  std::vector<std::string> out;
  while (const auto line = lines.next(input))
    out.push_back(line->is_too_long ? "(too long)" : std::string(line->text));
  return out;
}

using Texts = std::vector<std::string>;

TEST(Lines, come_whole_however_they_are_cut) {
  Lines lines(16);
  EXPECT_EQ(read(lines, "one\ntw"), Texts({"one"}));
  EXPECT_EQ(read(lines, ""), Texts());
  EXPECT_EQ(read(lines, "o"), Texts());
  EXPECT_EQ(read(lines, "\nthree\n\n"), Texts({"two", "three", ""}));
}

TEST(Lines, end_in_line_feed_with_or_without_carriage_return) {
  Lines lines(16);
  EXPECT_EQ(read(lines, "one\r\ntwo\r"), Texts({"one"}));
  EXPECT_EQ(read(lines, "\nth\rree\n"), Texts({"two", "th\rree"}));
}

TEST(Lines, are_told_as_too_long_beyond_their_limit_and_the_next_is_read) {
  Lines lines(4);
  EXPECT_EQ(read(lines, "four\nfiver\nok\n"), Texts({"four", "(too long)", "ok"}));
  EXPECT_EQ(read(lines, "fi"), Texts());
  EXPECT_EQ(read(lines, "ve"), Texts());
  EXPECT_EQ(read(lines, "r"), Texts({"(too long)"}));
  EXPECT_EQ(read(lines, "more and no end"), Texts());
  EXPECT_EQ(read(lines, "but now\nok\n"), Texts({"ok"}));
}

}  // namespace
}  // namespace jg::mcp
