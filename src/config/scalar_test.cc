#include "config/scalar.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace jg::config {
namespace {

TEST(Scalar, knows_the_core_schemas_words) {
  for (const char* text : {"", "~", "null", "Null", "NULL"})
    EXPECT_EQ(resolve_plain(text).kind, Kind::null) << text;
  for (const char* text : {"true", "True", "TRUE", "false", "False", "FALSE"})
    EXPECT_EQ(resolve_plain(text).kind, Kind::boolean) << text;
  for (const char* text : {"yes",  "no",    "on",   "off",  "y",   "tRUE", "nUll", "NuLL", "0b1",
                           "0X1f", "1_000", "1:30", "-",    ".",   "+",    "e5",   "1e",   "1e+",
                           "0x",   "0xg",   "0x-1", "-0x1", "..1", "inf",  ".iNf", "12a"})
    EXPECT_EQ(resolve_plain(text).kind, Kind::string) << text;
}

TEST(Scalar, reads_integers) {
  EXPECT_EQ(resolve_plain("-12").integer, -12);
  EXPECT_EQ(resolve_plain("+12").integer, 12);
  EXPECT_EQ(resolve_plain("0x1F").integer, 31);
  EXPECT_EQ(resolve_plain("0o17").integer, 15);
  EXPECT_EQ(resolve_plain("-9223372036854775808").integer,
            std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(resolve_plain("9223372036854775808").kind, Kind::number);
}

TEST(Scalar, reads_numbers) {
  EXPECT_EQ(resolve_plain("1.5e3").number, 1500);
  EXPECT_EQ(resolve_plain("+.5").number, 0.5);
  EXPECT_EQ(resolve_plain("1.").number, 1);
  EXPECT_TRUE(std::isinf(resolve_plain("-.inf").number));
  EXPECT_TRUE(std::isinf(resolve_plain("1e999").number));
  EXPECT_TRUE(std::isnan(resolve_plain(".NaN").number));
}

}  // namespace
}  // namespace jg::config
