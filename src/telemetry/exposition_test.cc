#include "telemetry/exposition.h"

#include <gtest/gtest.h>

#include <array>

namespace jg::telemetry {
namespace {

TEST(Exposition, writes_a_family_and_its_samples) {
  std::string out;
  Exposition to(out);
  to.family("x_total", MetricType::counter, "What x is.");
  const Label labels[] = {{"a", "1"}, {"b", "2"}};
  to.sample(labels, std::uint64_t{7});
  to.sample({}, std::uint64_t{18446744073709551615u});
  EXPECT_EQ(out,
            "# HELP x_total What x is.\n# TYPE x_total counter\n"
            "x_total{a=\"1\",b=\"2\"} 7\nx_total 18446744073709551615\n");
}

TEST(Exposition, escapes_label_values) {
  std::string out;
  Exposition to(out);
  to.family("x", MetricType::gauge, "X.");
  const Label labels[] = {{"a", "\"} 1\nx{a=\"\\"}};
  to.sample(labels, std::uint64_t{1});
  EXPECT_NE(out.find("\nx{a=\"\\\"} 1\\nx{a=\\\"\\\\\"} 1\n"), std::string::npos) << out;
}

TEST(Exposition, adds_buckets_up) {
  constexpr auto kBounds = std::to_array<std::uint64_t>({50'000, 500'000'000, 10'000'000'000});
  std::string out;
  Exposition to(out);
  to.family("x_seconds", MetricType::histogram, "X.");
  const HistogramTotals totals{kBounds, {1, 2, 0, 4}, 1'250'000'000};
  to.histogram({}, totals, 1e9);
  EXPECT_EQ(out,
            "# HELP x_seconds X.\n# TYPE x_seconds histogram\n"
            "x_seconds_bucket{le=\"0.00005\"} 1\nx_seconds_bucket{le=\"0.5\"} 3\n"
            "x_seconds_bucket{le=\"10\"} 3\nx_seconds_bucket{le=\"+Inf\"} 7\n"
            "x_seconds_sum 1.25\nx_seconds_count 7\n");
}

TEST(Exposition, speaks_open_metrics) {
  std::string out;
  Exposition to(out, ExpositionFormat::open_metrics);
  to.family("x_total", MetricType::counter, "What x is.");
  to.sample({}, std::uint64_t{7});
  to.family("y", MetricType::gauge, "What y is.");
  to.sample({}, 0.25);
  to.end();
  EXPECT_EQ(out,
            "# HELP x What x is.\n# TYPE x counter\nx_total 7\n"
            "# HELP y What y is.\n# TYPE y gauge\ny 0.25\n# EOF\n");
}

TEST(Exposition, is_in_the_format_that_is_asked_for) {
  EXPECT_EQ(choose_format(""), ExpositionFormat::prometheus);
  EXPECT_EQ(choose_format("text/plain;version=0.0.4;q=0.5,*/*;q=0.1"),
            ExpositionFormat::prometheus);
  EXPECT_EQ(choose_format("application/openmetrics-text;version=1.0.0;q=0.5,*/*;q=0.1"),
            ExpositionFormat::open_metrics);
}

}  // namespace
}  // namespace jg::telemetry
