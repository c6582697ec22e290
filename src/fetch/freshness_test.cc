#include "fetch/freshness.h"

#include <gtest/gtest.h>

namespace jg::fetch {
namespace {

using namespace std::chrono_literals;
constexpr const char* kDate = "Tue, 15 Nov 2022 12:00:00 GMT";

TEST(Freshness, is_what_max_age_says) {
  const struct {
    const char* text;
    std::chrono::seconds life;
  } cases[] = {
      {"max-age=300", 300s},
      {"public, max-age=21540, must-revalidate, no-transform", 21540s},
      {"MAX-AGE=\"60\"", 60s},
      {"max-age=600, max-age=60", 60s},
      {"max-age=0", 0s},
      {"no-store", 0s},
      {"max-age=300, no-cache", 0s},
      {"no-cache=\"set-cookie\", max-age=300", 0s},
      {"max-age", 0s},
      {"max-age=-1", 0s},
      {"max-age=soon", 0s},
      {"max-age=99999999999999999999", std::chrono::hours(24 * 366)},
  };
  for (const auto& one : cases)
    EXPECT_EQ(fresh_for({.cache_control = one.text}), one.life) << one.text;
}

TEST(Freshness, is_unknown_when_nothing_is_said) {
  EXPECT_EQ(fresh_for({}), std::nullopt);
  EXPECT_EQ(fresh_for({.cache_control = "public, s-maxage=60, stale-if-error=5"}), std::nullopt);
  EXPECT_EQ(fresh_for({.expires = "Tue, 15 Nov 2022 12:10:00 GMT"}), std::nullopt);
}

TEST(Freshness, is_what_expires_says_beside_date) {
  EXPECT_EQ(fresh_for({.expires = "Tue, 15 Nov 2022 12:10:00 GMT", .date = kDate}), 600s);
  EXPECT_EQ(fresh_for({.expires = "Tue, 15 Nov 2022 11:10:00 GMT", .date = kDate}), 0s);
  EXPECT_EQ(fresh_for({.expires = "0", .date = kDate}), 0s);
  EXPECT_EQ(fresh_for({.cache_control = "max-age=5",
                       .expires = "Tue, 15 Nov 2022 12:10:00 GMT",
                       .date = kDate}),
            5s);
}

TEST(Freshness, has_partly_passed_at_a_cache_on_the_way) {
  EXPECT_EQ(fresh_for({.cache_control = "max-age=300", .age = "100"}), 200s);
  EXPECT_EQ(fresh_for({.cache_control = "max-age=300", .age = "400"}), 0s);
  EXPECT_EQ(fresh_for({.cache_control = "max-age=300", .age = "x"}), 300s);
}

}  // namespace
}  // namespace jg::fetch
