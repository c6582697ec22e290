// telemetry/exposition.h - metrics as text for a scraper.
//
// Owner:  the caller's buffer.
// Thread: one.
// Spec:   Prometheus text exposition format 0.0.4.
// Trust:  label values are escaped here; callers have made them printable (telemetry/series.h).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jg::telemetry {

inline constexpr std::string_view kExpositionType = "text/plain; version=0.0.4; charset=utf-8";

enum class MetricType : std::uint8_t { counter, gauge, histogram };

struct Label {
  std::string_view name;
  std::string_view value;
};

// A histogram summed over workers. Values are whole numbers of the unit that `unit` says a fraction
// of.
struct HistogramTotals {
  std::span<const std::uint64_t> bounds;
  std::vector<std::uint64_t> counts;  // one more than bounds
  std::uint64_t sum = 0;
};

class Exposition {
 public:
  explicit Exposition(std::string& out) : out_(out) {}

  // Begins a family: HELP and TYPE. Its samples follow before the next one begins.
  void family(std::string_view name, MetricType type, std::string_view help);
  void sample(std::span<const Label> labels, std::uint64_t value);
  // `per_unit` is how many of the histogram's whole numbers make one: 1e9 for nanoseconds as
  // seconds.
  void histogram(std::span<const Label> labels, const HistogramTotals& totals, double per_unit);

 private:
  void begin(std::string_view suffix, std::span<const Label> labels, std::string_view upper_bound);

  std::string& out_;
  std::string_view name_;
};

}  // namespace jg::telemetry
