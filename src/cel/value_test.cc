#include "cel/value.h"

#include <gtest/gtest.h>

#include <limits>

#include "cel/compare.h"
#include "cel/convert.h"
#include "cel/utf8.h"

namespace jg::cel {
namespace {

TEST(Value, is_null_when_nothing_was_said) { EXPECT_TRUE(Value().is(Kind::null)); }

TEST(Value, takes_json_numbers_by_their_range) {
  const auto document = json::Document::parse("[1,9223372036854775808,1.0]");
  const Value list = Value::json(document->root());
  EXPECT_TRUE(Value::json(*list.as_json().at(0)).is(Kind::integer));
  EXPECT_TRUE(Value::json(*list.as_json().at(1)).is(Kind::unsigned_integer));
  EXPECT_TRUE(Value::json(*list.as_json().at(2)).is(Kind::real));
}

TEST(Order, compares_numbers_of_all_types) {
  EXPECT_TRUE(*order(Value::integer(-1), Value::unsigned_integer(0)) < 0);
  EXPECT_TRUE(*order(Value::unsigned_integer(std::numeric_limits<std::uint64_t>::max()),
                     Value::integer(-1)) > 0);
  EXPECT_TRUE(*order(Value::real(0.5), Value::integer(1)) < 0);
  EXPECT_TRUE(equal_scalars(Value::real(1), Value::unsigned_integer(1)));
  const Value nan = Value::real(std::numeric_limits<double>::quiet_NaN());
  EXPECT_FALSE(*order(nan, nan) == 0);
}

TEST(Order, does_not_exist_between_unrelated_types) {
  EXPECT_FALSE(order(Value::string("1"), Value::integer(1)));
  EXPECT_FALSE(order(Value::null(), Value::null()));
}

TEST(Conversion, refuses_what_does_not_fit) {
  EXPECT_TRUE(to_int(Value::real(1e19)).is_error());
  EXPECT_TRUE(to_int(Value::real(std::numeric_limits<double>::quiet_NaN())).is_error());
  EXPECT_TRUE(to_uint(Value::integer(-1)).is_error());
  EXPECT_TRUE(to_int(Value::string("1 ")).is_error());
  EXPECT_TRUE(to_double(Value::string("")).is_error());
  EXPECT_EQ(to_uint(Value::real(-0.5)).as_uint(), 0U);
}

TEST(Utf8, counts_code_points_and_tolerates_anything) {
  EXPECT_EQ(utf8::length("a\u00e9\u20ac\U0001f431"), 4U);
  EXPECT_EQ(utf8::length("\xff\x80\xe2\x82"), 4U);
  EXPECT_EQ(utf8::offset_of("\u00e9x", 1), 2U);
  EXPECT_EQ(utf8::offset_of("\u00e9x", 3), std::string_view::npos);
  for (const char* text :
       {"\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe0\x80\x80", "\x80"}) {
    EXPECT_FALSE(utf8::is_valid(text));
  }
}

}  // namespace
}  // namespace jg::cel
