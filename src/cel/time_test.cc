#include "cel/time.h"

#include <gtest/gtest.h>

#include <limits>

#include "cel/zone.h"

namespace jg::cel::time {
namespace {

TEST(Timestamp, reads_rfc_3339_and_nothing_else) {
  EXPECT_EQ(parse_timestamp("1970-01-01T00:00:01Z")->seconds, 1);
  EXPECT_EQ(parse_timestamp("1970-01-01t00:00:00.5z")->nanos, 500'000'000U);
  EXPECT_EQ(parse_timestamp("1970-01-01T02:00:00+02:00")->seconds, 0);
  EXPECT_EQ(parse_timestamp("2024-02-29T00:00:00Z")->seconds, 1'709'164'800);
  for (const char* text :
       {"", "1970-01-01", "1970-01-01T00:00:00", "1970-01-01 00:00:00Z", "1970-13-01T00:00:00Z",
        "2023-02-29T00:00:00Z", "1970-01-01T24:00:00Z", "1970-01-01T00:00:60Z",
        "1970-01-01T00:00:00.Z", "1970-01-01T00:00:00Zx", "0000-01-01T00:00:00Z",
        "1970-01-01T00:00:0012:00", "9999-12-31T23:59:59-01:00"}) {
    EXPECT_FALSE(parse_timestamp(text)) << text;
  }
}

TEST(Timestamp, is_written_with_the_decimals_it_has) {
  EXPECT_EQ(format_timestamp({0, 0}), "1970-01-01T00:00:00Z");
  EXPECT_EQ(format_timestamp({-1, 120'000'000}), "1969-12-31T23:59:59.12Z");
  EXPECT_EQ(format_timestamp({kFirstSecond, 0}), "0001-01-01T00:00:00Z");
}

TEST(Timestamp, does_not_leave_its_range) {
  EXPECT_TRUE(shift({kLastSecond, 0}, 999'999'999, Towards::later));
  EXPECT_FALSE(shift({kLastSecond, 0}, kNanosPerSecond, Towards::later));
  EXPECT_FALSE(shift({kFirstSecond, 0}, 1, Towards::earlier));
  EXPECT_FALSE(shift({kFirstSecond, 0}, std::numeric_limits<std::int64_t>::min(), Towards::later));
  EXPECT_FALSE(difference({kLastSecond, 0}, {kFirstSecond, 0}));
}

TEST(Duration, reads_amounts_with_units) {
  EXPECT_EQ(parse_duration("1h30m"), 5400 * kNanosPerSecond);
  EXPECT_EQ(parse_duration("-1.5s"), -1'500'000'000);
  EXPECT_EQ(parse_duration("10ms5us3ns"), 10'005'003);
  EXPECT_EQ(parse_duration("0"), 0);
  EXPECT_EQ(parse_duration("-9223372036854775807ns"), -std::numeric_limits<std::int64_t>::max());
  for (const char* text :
       {"", "-", "1", "s", "1x", "1.s", "1h-5m", "9223372036854775808ns", " 1s"}) {
    EXPECT_FALSE(parse_duration(text)) << text;
  }
}

TEST(Duration, is_written_in_seconds) {
  EXPECT_EQ(format_duration(5400 * kNanosPerSecond), "5400s");
  EXPECT_EQ(format_duration(-1'500'000'000), "-1.5s");
  EXPECT_EQ(format_duration(std::numeric_limits<std::int64_t>::min()), "-9223372036.854775808s");
}

TEST(Zone, follows_summer_time) {
  const auto zone = Zone::load("Europe/Vienna");
  if (!zone) GTEST_SKIP() << "no zone database here";
  EXPECT_EQ(zone->offset_at(parse_timestamp("2026-01-01T00:00:00Z")->seconds), 3600);
  EXPECT_EQ(zone->offset_at(parse_timestamp("2026-07-01T00:00:00Z")->seconds), 7200);
}

TEST(Zone, does_not_leave_the_database) {
  for (const char* name : {"", "/etc/passwd", "../../etc/passwd", "Europe/./Vienna", "Nowhere"}) {
    EXPECT_FALSE(Zone::load(name)) << name;
  }
  EXPECT_FALSE(Zone::parse("TZif2"));
  EXPECT_FALSE(Zone::parse(std::string(200, '\xff')));
}

}  // namespace
}  // namespace jg::cel::time
