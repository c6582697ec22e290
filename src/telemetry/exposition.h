// telemetry/exposition.h - metrics as text for a scraper.
//
// Owner:  the caller's buffer.
// Thread: one.
// Spec:   Prometheus text exposition format 0.0.4; OpenMetrics 1.0.
// Trust:  label values are escaped here; callers have made them printable (telemetry/series.h).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jg::telemetry {

enum class ExpositionFormat : std::uint8_t { prometheus, open_metrics };

std::string_view content_type(ExpositionFormat format);
// The one that a scraper's Accept header asks for.
ExpositionFormat choose_format(std::string_view accept);

enum class MetricType : std::uint8_t { counter, gauge, histogram };
std::string_view name_of(MetricType type);

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
  explicit Exposition(std::string& out, ExpositionFormat format = ExpositionFormat::prometheus)
      : out_(out), format_(format) {}

  // Begins a family: HELP and TYPE. Its samples follow before the next one begins. The name of a
  // counter ends in _total.
  void family(std::string_view name, MetricType type, std::string_view help);
  void sample(std::span<const Label> labels, std::uint64_t value);
  void sample(std::span<const Label> labels, double value);
  // `per_unit` is how many of the histogram's whole numbers make one: 1e9 for nanoseconds as
  // seconds.
  void histogram(std::span<const Label> labels, const HistogramTotals& totals, double per_unit);
  // Behind the last family.
  void end();

 private:
  void begin(std::string_view suffix, std::span<const Label> labels, std::string_view upper_bound);

  std::string& out_;
  const ExpositionFormat format_;
  std::string_view name_;
};

}  // namespace jg::telemetry
