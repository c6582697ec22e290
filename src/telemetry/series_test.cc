#include "telemetry/series.h"

#include <gtest/gtest.h>

#include <map>
#include <vector>

namespace jg::telemetry {
namespace {

constexpr auto kBounds = std::to_array<std::uint64_t>({10, 20});

std::vector<std::string> labels_of(std::string_view key) {
  std::vector<std::string> labels;
  while (!key.empty()) labels.emplace_back(take_label(key));
  return labels;
}

std::map<std::vector<std::string>, std::uint64_t> read(const SeriesTable<Cell>& table) {
  std::map<std::vector<std::string>, std::uint64_t> values;
  table.for_each(
      [&](std::string_view key, const Cell& cell) { values[labels_of(key)] = cell.read(); });
  return values;
}

TEST(Series, finds_a_series_again) {
  SeriesTable<Cell> table(10);
  Cell& first = table.at({"a", "b"});
  first.add(1);
  EXPECT_EQ(&table.at({"a", "b"}), &first);
  EXPECT_NE(&table.at({"b", "a"}), &first);
}

TEST(Series, goes_by_what_labels_say_not_by_where_they_stand) {
  SeriesTable<Cell> table(100);
  std::string place = "000";
  for (int round = 0; round < 2; ++round) {
    for (char c = '0'; c <= '9'; ++c) {
      place.back() = c;
      table.at({place, "x"}).add(1);
    }
  }
  const auto values = read(table);
  EXPECT_EQ(values.size(), 10u);
  for (const auto& [labels, value] : values) EXPECT_EQ(value, 2u) << labels.front();
}

TEST(Series, keeps_labels_apart_whatever_they_hold) {
  SeriesTable<Cell> table(10);
  table.at({"a", "bc"}).add(1);
  table.at({"ab", "c"}).add(2);
  table.at({"", "c"}).add(3);
  EXPECT_EQ(read(table), (std::map<std::vector<std::string>, std::uint64_t>{
                             {{"a", "bc"}, 1}, {{"ab", "c"}, 2}, {{"unknown", "c"}, 3}}));
}

TEST(Series, counts_what_is_beyond_the_limit_in_one) {
  SeriesTable<Cell> table(2);
  table.at({"a"}).add(1);
  table.at({"b"}).add(1);
  table.at({"c"}).add(1);
  table.at({"d"}).add(1);
  table.at({"a"}).add(1);
  EXPECT_EQ(read(table), (std::map<std::vector<std::string>, std::uint64_t>{
                             {{"a"}, 2}, {{"b"}, 1}, {{"overflow"}, 2}}));
}

TEST(Series, keeps_its_own_labels_where_added_ones_have_too_many_values) {
  SeriesTable<Cell> table(2 * kMaxAddedSeries);
  const auto count = [&](std::string_view own, std::string_view added) {
    const std::string_view labels[] = {own, added};
    table.at(labels, 1).add(1);
  };
  for (std::size_t n = 0; n < kMaxAddedSeries; ++n) count("a", std::to_string(n));
  EXPECT_FALSE(table.has_overflowed());
  EXPECT_EQ(read(table).size(), kMaxAddedSeries);
  for (int n = 0; n < 3; ++n) count("a", "more" + std::to_string(n));
  count("b", "0");
  count("a", "0");
  EXPECT_TRUE(table.has_overflowed());
  const auto values = read(table);
  EXPECT_EQ(values.size(), kMaxAddedSeries + 2);
  EXPECT_EQ((values.at({"a", "overflow"})), 3u);
  EXPECT_EQ((values.at({"b", "overflow"})), 1u);
  EXPECT_EQ((values.at({"a", "0"})), 2u);
}

TEST(Series, makes_one_series_of_labels_that_look_alike) {
  SeriesTable<Cell> table(10);
  table.at({"a\x01"}).add(1);
  table.at({"a\x02"}).add(1);
  table.at({"a\xff"}).add(1);
  EXPECT_EQ(read(table),
            (std::map<std::vector<std::string>, std::uint64_t>{{{"a\xef\xbf\xbd"}, 3}}));
}

TEST(Series, cuts_a_long_label) {
  SeriesTable<Cell> table(10);
  table.at({std::string(kMaxLabelBytes + 1, 'a')}).add(1);
  table.at({std::string(kMaxLabelBytes * 300, '\xff')}).add(1);
  table.for_each([](std::string_view key, const Cell&) {
    const std::string_view label = take_label(key);
    EXPECT_LE(label.size(), kMaxLabelBytes);
    EXPECT_GE(label.size(), kMaxLabelBytes - 3);
    EXPECT_TRUE(key.empty());
  });
}

TEST(Histogram, counts_a_bound_into_its_own_bucket) {
  Histogram<kBounds> histogram;
  for (const std::uint64_t value : {0, 10, 11, 20, 21}) histogram.observe(value);
  EXPECT_EQ(histogram.bucket(0), 2u);
  EXPECT_EQ(histogram.bucket(1), 2u);
  EXPECT_EQ(histogram.bucket(2), 1u);
  EXPECT_EQ(histogram.sum(), 62u);
}

}  // namespace
}  // namespace jg::telemetry
