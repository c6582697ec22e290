#include "config/size.h"

#include <gtest/gtest.h>

#include "config/schema.h"

namespace jg::config {
namespace {

TEST(Size, reads_bytes_and_binary_units) {
  EXPECT_EQ(parse_size("0"), 0u);
  EXPECT_EQ(parse_size("65536"), 65536u);
  EXPECT_EQ(parse_size("64KiB"), 65536u);
  EXPECT_EQ(parse_size("2MiB"), 2u << 20);
  EXPECT_EQ(parse_size("1GiB"), 1u << 30);
  EXPECT_EQ(parse_size("9223372036854775807"), 9223372036854775807u);
}

TEST(Size, refuses_all_else) {
  for (const char* text : {"", "KiB", "-1", "+1", "1.5MiB", "1 KiB", "1kB", "1KB", "1K", "0x10",
                           "9223372036854775808", "9007199254740993KiB"})
    EXPECT_FALSE(parse_size(text)) << text;
}

TEST(Size, is_shown_in_the_largest_whole_unit) {
  EXPECT_EQ(size_text(0), "0");
  EXPECT_EQ(size_text(1023), "1023");
  EXPECT_EQ(size_text(1024), "1KiB");
  EXPECT_EQ(size_text(3u << 20), "3MiB");
  EXPECT_EQ(size_text(1u << 30), "1GiB");
}

std::string decoded(const std::string& yaml) {
  Faults faults;
  const auto document =
      Document::parse({"c.yaml", yaml}, [](auto) { return std::nullopt; }, faults);
  const auto value = size(1024, 1 << 20).decode(document->root(), faults);
  return value ? std::to_string(*value) : faults.text();
}

TEST(Size, is_a_number_or_text_in_a_configuration) {
  EXPECT_EQ(decoded("1024"), "1024");
  EXPECT_EQ(decoded("1MiB"), "1048576");
  EXPECT_EQ(
      decoded("1023"),
      "c.yaml:1:1: found 1023; expected a number of bytes from 1KiB to 1MiB, such as 65536 or "
      "64KiB\n");
  EXPECT_EQ(
      decoded("2MB"),
      "c.yaml:1:1: found \"2MB\"; expected a number of bytes from 1KiB to 1MiB, such as 65536 "
      "or 64KiB\n");
}

}  // namespace
}  // namespace jg::config
